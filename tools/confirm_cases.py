"""Ask the real Dynamo whether cases say the truth: ``python tools/confirm_cases.py tests/cases/GB0124_*``.

Prints every disagreement; exits with 1 if there is one. With ``--show`` also every break that was seen. Needs torch.
"""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent / "tests"))

from case_format import CASES, CaseError, find_cases
from confirming import confirm


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("places", nargs="*", type=Path, default=[CASES], help="cases, or folders of cases")
    parser.add_argument("--show", action="store_true", help="print every break seen, scored or not")
    parser.add_argument("--workers", type=int, default=1, help="processes; each takes one core (default 1)")
    options = parser.parse_args()
    confirmed = failed = differences = 0
    try:
        for case, seen, faults in confirm(find_cases(options.places), options.workers):
            confirmed, failed = confirmed + (not faults), failed + bool(faults)
            differences += len(case.known_differences)
            for fault in faults:
                print(fault)
            if not seen["traced"]:
                print(f"{case.name}: (Dynamo traced nothing of it)")
            if options.show:
                print(f"{case.name}:")
                for path, line, code, title, unscored in seen["breaks"]:
                    print(f"    {path}:{line} {code} {title}" + (f" [{unscored}]" if unscored else ""))
    except CaseError as error:
        print(error)
        return 2
    print(f"{confirmed} cases confirmed, {failed} not, {differences} known differences from gblint")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
