"""Expressions: from a LibCST node to a value, in one frame."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from typing import Any

import libcst as cst

from gblint.source.outline import Code
from gblint.tracing import assignment, attributes, calls, comparisons, narrowing, subscripts, tensors
from gblint.tracing.frame import BudgetSpent, Frame, Loop, is_path, merge
from gblint.tracing.joins import element_of, exact, join, join_all, some_element, weakened, with_item
from gblint.tracing.placeholders import PlacedArguments, PlacedMapping, spread_keywords
from gblint.tracing.values import (
    BOOL,
    FALSE,
    NONE,
    STR,
    TRUE,
    UNKNOWN,
    Arguments,
    Constant,
    DataScalar,
    Function,
    Instance,
    Mapping,
    Scalar,
    Sequence,
    Shape,
    Tensor,
    Unknown,
    Value,
    any_option,
    is_none,
    list_of,
    options,
)  # fmt: skip


def evaluate(frame: Frame, node: cst.CSTNode) -> Value:
    """The value of an expression; the rules are shown the node once it is known."""
    frame.steps += 1  # frame.charge(), without the call: this is where the time goes
    if frame.steps > frame.budget:
        raise BudgetSpent
    handler = _HANDLERS.get(type(node))
    value = handler(frame, node) if handler is not None else UNKNOWN
    frame.values[id(node)] = value
    if frame.options.compiled:
        frame.tracer.visitors.show(frame, node, value)
    return value


def evaluate_test(frame: Frame, node: cst.BaseExpression) -> Value:
    """The value of a condition. Its `not`s and the sides of its `and`s and `or`s are conditions too."""
    pending: list[cst.CSTNode] = [node]
    while pending:
        part = pending.pop()
        frame.tests.add(id(part))
        if type(part) is cst.UnaryOperation:
            if type(part.operator) is cst.Not:
                pending.append(part.expression)
        elif type(part) is cst.BooleanOperation:
            pending += [part.left, part.right]
    return evaluate(frame, node)


def tests_dtype(test: cst.CSTNode) -> bool:
    """Whether a condition asks for the dtype of something: ``x.dtype == torch.float16``."""
    if type(test) is cst.BooleanOperation:
        return type(test.operator) is cst.And and (tests_dtype(test.left) or tests_dtype(test.right))
    return (
        type(test) is cst.Comparison
        and type(test.left) is cst.Attribute
        and test.left.attr.value == "dtype"
        and isinstance(test.comparisons[0].operator, (cst.Equal, cst.In))
    )


def tests_training(test: cst.CSTNode) -> bool:
    """Whether a condition asks for a module's mode: ``self.training and ...``, ``not self.training``."""
    if type(test) is cst.BooleanOperation:
        return tests_training(test.left) or tests_training(test.right)
    if type(test) is cst.UnaryOperation:
        return tests_training(test.expression)
    if type(test) is cst.Comparison:
        return tests_training(test.left)
    return type(test) is cst.Attribute and test.attr.value == "training"


def path_of(node: cst.CSTNode) -> str | None:
    """``self.a.b``, ``out['loss']``: the spelling under which more may be known of a value; None for other nodes."""
    if type(node) is cst.Name:
        return node.value
    if type(node) is cst.Attribute:
        base = path_of(node.value)
        return f"{base}.{node.attr.value}" if base else None
    if type(node) is cst.Subscript and len(node.slice) == 1:
        index = node.slice[0].slice
        key = index.value if type(index) is cst.Index else None
        if type(key) is cst.SimpleString or type(key) is cst.Integer:
            base = path_of(node.value)
            return f"{base}[{key.value}]" if base else None
    return None


# --- names and literals


def _name(frame: Frame, node: cst.Name) -> Value:
    name = node.value
    value = frame.env.get(name)
    if value is not None and name not in frame.globals:
        return value
    if name in frame.cells:
        return frame.cells[name]
    return frame.tracer.global_value(frame.module, name)


def _number(frame: Frame, node: cst.Integer | cst.Float) -> Value:
    known = frame.tracer.literals.get(id(node))
    if known is None:
        text = node.value  # LibCST's own reading goes through ast.literal_eval, which leaves cycles of garbage behind
        value = int(text, 0) if type(node) is cst.Integer else float(text)
        known = frame.tracer.literals[id(node)] = Constant(value)
    return known


def _imaginary(frame: Frame, node: cst.Imaginary) -> Value:
    return Scalar("complex")


def _strings(frame: Frame, node: cst.ConcatenatedString) -> Value:
    left, right = evaluate(frame, node.left), evaluate(frame, node.right)
    if isinstance(left, Constant) and isinstance(right, Constant):
        return Constant(left.value + right.value)
    return STR


def _string(frame: Frame, node: cst.SimpleString) -> Value:
    known = frame.tracer.literals.get(id(node))
    if known is None:
        text = node.value
        if text[0] in "'\"" and "\\" not in text:
            marks = 3 if text.startswith(("'''", '"""')) else 1
            known = Constant(text[marks:-marks])  # LibCST's own reading looks for the quotes time and again
        else:
            try:
                known = Constant(node.evaluated_value)
            except (SyntaxError, ValueError):
                known = STR
        frame.tracer.literals[id(node)] = known
    return known


def _formatted(frame: Frame, node: cst.FormattedString) -> Value:
    holds: Value | None = None
    for part in node.parts:
        if isinstance(part, cst.FormattedStringExpression):
            value = evaluate(frame, part.expression)
            if any_option(value, Tensor):
                holds = value
    # A string made of a tensor is lazy: only its use breaks.
    return Scalar("tensor string") if holds is not None and any(not t.weak for t in _tensors(holds)) else STR


def _tensors(value: Value) -> list[Tensor]:
    return [v for v in options(value) if isinstance(v, Tensor)]


def _ellipsis(frame: Frame, node: cst.Ellipsis) -> Value:
    return Constant(...)


# --- containers


def _elements(frame: Frame, nodes: Any) -> tuple[list[Value], Value | None]:
    """The values of display elements, and the join of starred parts whose length is not known."""
    known: list[Value] = []
    rest: Value | None = None
    for element in nodes:
        value = evaluate(frame, element.value)
        if type(element) is not cst.StarredElement:
            if rest is None:
                known.append(value)
            else:
                rest = join(rest, value)
            continue
        if isinstance(value, Sequence) and value.items is not None and rest is None:
            known.extend(value.items)
        else:
            rest = join(rest, iterate(frame, value))
    return known, rest


def _display(kind: str) -> Callable[[Frame, Any], Value]:
    def handle(frame: Frame, node: Any) -> Value:
        known, rest = _elements(frame, node.elements)
        return exact(kind, known) if rest is None else list_of(join_all([*known, rest]), kind)

    return handle


def _dict(frame: Frame, node: cst.Dict) -> Value:
    result = Mapping(())
    for element in node.elements:
        value = evaluate(frame, element.value)
        if type(element) is cst.DictElement:
            key = evaluate(frame, element.key)
            result = put(result, key, value)
        else:
            result = update_mapping(result, value)
    return result


def put(mapping: Mapping, key: Value, value: Value) -> Mapping:
    if isinstance(key, Constant):
        return with_item(mapping, key, value)
    return mapping.with_rest(value if mapping.rest is None else join(mapping.rest, value))


def update_mapping(mapping: Mapping, other: Value) -> Mapping:
    if isinstance(other, Mapping):
        for key, value in other.items:
            mapping = with_item(mapping, key, value)
        return mapping if other.rest is None else mapping.with_rest(join(mapping.rest, other.rest))
    return mapping.with_rest(UNKNOWN)


def iterate(frame: Frame, value: Value) -> Value:
    """What one step of iterating over a value yields."""
    return join_all(iterate_one(frame, v) for v in _present(value))


def iterate_one(frame: Frame, value: Value) -> Value:
    if isinstance(value, Sequence):
        return element_of(value)
    if isinstance(value, Mapping):
        keys: Value | None = None
        for key, _ in value.items:
            keys = join(keys, key)
        if value.rest is not None:
            keys = join(keys, UNKNOWN)
        return keys if keys is not None else UNKNOWN
    if isinstance(value, Shape):
        return Scalar("int")
    if isinstance(value, Tensor):
        return tensors.index_by_int(value)
    if isinstance(value, Constant) and isinstance(value.value, str):
        return STR
    if isinstance(value, Instance):
        iterator = attributes.get(frame, value, "__iter__")
        if not isinstance(iterator, Unknown):
            produced = calls.call(frame, None, iterator, Arguments())
            if isinstance(produced, Sequence):
                return element_of(produced)
        items = frame.tracer.classes.record_fields(frame, value)
        return join_all(items) if items else UNKNOWN
    return UNKNOWN


# --- operators


def _unary(frame: Frame, node: cst.UnaryOperation) -> Value:
    value = evaluate(frame, node.expression)
    if type(node.operator) is cst.Not:
        known = comparisons.truth(value)
        if known is not None:
            return FALSE if known else TRUE
        return DataScalar("bool") if any_option(value, DataScalar) else BOOL
    return join_all(_negate(node.operator, v) for v in options(value))


def _negate(operator: cst.BaseUnaryOp, value: Value) -> Value:
    if isinstance(value, Tensor):
        return replace(value, computed=True)
    if isinstance(value, Constant) and isinstance(value.value, (int, float)):
        if isinstance(operator, cst.Minus):
            return Constant(-value.value)
        if isinstance(operator, cst.BitInvert) and isinstance(value.value, int):
            return Constant(-1 - value.value)
        return Constant(+value.value)
    return value if isinstance(value, (Scalar, DataScalar)) else UNKNOWN


def _binary(frame: Frame, node: cst.BinaryOperation) -> Value:
    left, right = evaluate(frame, node.left), evaluate(frame, node.right)
    return tensors.binary(frame, node, type(node.operator).__name__, left, right)


def _boolean(frame: Frame, node: cst.BooleanOperation) -> Value:
    """``a and b`` / ``a or b``: b is looked at only where a does not settle it, and knowing how a came out."""
    left = evaluate(frame, node.left)
    is_and = type(node.operator) is cst.And
    known = True if comparisons.is_measured(frame, left) else comparisons.truth(left)
    if known is not None and known != is_and:
        return left
    before = frame.env
    frame.env = before.fork()
    possible = narrowing.assume(frame, node.left, is_and)
    guarded = is_and and tests_dtype(node.left)
    frame.guarded += guarded
    right = evaluate(frame, node.right) if possible else None
    frame.guarded -= guarded
    after = frame.env
    frame.env = merge([before, after]) or before if right is not None else before
    if right is None:
        return left
    if known is not None:
        return right
    kept = comparisons.falsy_part(left) if is_and else comparisons.truthy_part(left)
    if tests_training(node.left):
        right = weakened(right)  # in the other mode there is no tensor at all
    return right if kept is None else join(kept, right)


def _comparison(frame: Frame, node: cst.Comparison) -> Value:
    left = evaluate(frame, node.left)
    result: Value | None = None
    for target in node.comparisons:
        right = evaluate(frame, target.comparator)
        step = comparisons.compare(frame, type(target.operator).__name__, left, right)
        if result is None:
            result = step
        elif comparisons.truth(result) is False:
            return result
        elif comparisons.truth(result) is True:
            result = step
        else:
            result = join(result, step)
        left = right
    return UNKNOWN if result is None else result


def _if_expression(frame: Frame, node: cst.IfExp) -> Value:
    test = evaluate_test(frame, node.test)
    frame.tracer.visitors.show_test(frame, node)  # before the sides: what follows a break is resumed
    known = comparisons.truth(test)
    before = frame.env
    sides: list[Value] = []
    for branch, outcome in ((node.body, True), (node.orelse, False)):
        if known is not None and known is not outcome:
            continue
        frame.env = before.fork()
        if narrowing.assume(frame, node.test, outcome):
            sides.append(evaluate(frame, branch))
    frame.env = before
    return join_all(sides)


def _named(frame: Frame, node: cst.NamedExpr) -> Value:
    value = evaluate(frame, node.value)
    if isinstance(node.target, cst.Name):
        frame.env.bind(node.target.value, value)
    return value


# --- access


def _attribute(frame: Frame, node: cst.Attribute) -> Value:
    base = evaluate(frame, node.value)
    if frame.env.has_paths:
        path = path_of(node)
        if path is not None and path in frame.env:
            return frame.env[path]
    return attributes.get(frame, base, node.attr.value, node)


def _subscript(frame: Frame, node: cst.Subscript) -> Value:
    base = evaluate(frame, node.value)
    index = subscripts.index_value(frame, node)
    if frame.env.has_paths:
        path = path_of(node)
        if path is not None and path in frame.env:
            return frame.env[path]
    return join_all(subscripts.get(frame, node, option, index) for option in _present(base))


def _present(value: Value) -> list[Value]:
    """The alternatives of a value that is indexed or iterated over, which None cannot be."""
    return [v for v in options(value) if not is_none(v)] or [NONE]


# --- calls, functions, comprehensions


def _call(frame: Frame, node: cst.Call) -> Value:
    callee = evaluate(frame, node.func)
    arguments = evaluate_arguments(frame, node)
    return calls.call(frame, node, callee, arguments)


def evaluate_arguments(frame: Frame, node: cst.Call) -> Arguments:
    args: list[Value] = []
    keywords: dict[str, Value] = {}
    more_args: Value | None = None
    more_keywords: Value | None = None
    spread: Mapping | None = None  # a placeholder, of which the keywords are not looked at
    for argument in node.args:
        value = evaluate(frame, argument.value)
        if argument.keyword is not None:
            if spread is not None:
                spread = with_item(spread, Constant(argument.keyword.value), value)
            else:
                keywords[argument.keyword.value] = value
        elif argument.star == "*":
            if isinstance(value, Sequence) and value.items is not None and more_args is None:
                args.extend(value.items)
            else:
                element = iterate(frame, value)
                more_args = element if more_args is None else join(more_args, element)
        elif argument.star == "**":
            if isinstance(value, PlacedMapping) and spread is None and more_keywords is None:
                spread = value
                continue
            for option in options(value):
                if isinstance(option, Mapping):
                    for key, item in option.items:
                        if isinstance(key.value, str):
                            keywords[key.value] = item
                    if option.rest is not None:
                        more_keywords = option.rest if more_keywords is None else join(more_keywords, option.rest)
                else:
                    more_keywords = UNKNOWN
        elif more_args is not None:
            more_args = join(more_args, value)
        else:
            args.append(value)
    named = tuple(keywords.items())
    if spread is not None:
        if isinstance(spread, PlacedMapping) and more_keywords is None:
            return PlacedArguments(tuple(args), named, more_args, spread)
        named = spread_keywords(keywords, spread)
        if spread.rest is not None:
            more_keywords = spread.rest if more_keywords is None else join(more_keywords, spread.rest)
    return Arguments(tuple(args), named, more_args, more_keywords)


def closure(frame: Frame, node: cst.FunctionDef | cst.Lambda) -> Function:
    """The function value of a nested def or lambda, with what it captures of this frame as it stands now."""
    code = frame.tracer.nested_code(frame, node)
    return Function(code, captured(frame, code))


def captured(frame: Frame, code: Code) -> tuple[tuple[str, Value], ...]:
    cells = {k: v for k, v in frame.cells.items() if k in code.names}
    cells.update((k, v) for k, v in frame.env.items() if k in code.names and not is_path(k))
    return tuple(sorted(cells.items(), key=lambda pair: pair[0]))


def _lambda(frame: Frame, node: cst.Lambda) -> Value:
    return closure(frame, node)


def _comprehension(kind: str) -> Callable[[Frame, Any], Value]:
    def handle(frame: Frame, node: Any) -> Value:
        iterable = evaluate(frame, node.for_in.iter)  # by the function around it
        with _scope(frame, node):
            lengths = _comp_for(frame, node.for_in, iterable)
            if lengths is None:
                return exact(kind, ())
            if isinstance(lengths, list):
                return exact(kind, _exact_elements(frame, node, lengths))
            return list_of(evaluate(frame, node.elt), kind)

    return handle


@contextmanager
def _scope(frame: Frame, node: cst.CSTNode) -> Iterator[None]:
    """Inside a comprehension: a function of its own before Python 3.12, so that giving up in it leaves the frame be."""
    before = frame.env
    frame.env = before.fork()
    frame.loops.append(loop := Loop(node))
    try:
        yield
    finally:
        frame.loops.pop()
        frame.env = before
        if loop.broken:
            frame.resume(node, UNKNOWN)


MAX_UNROLL = 8


def _comp_for(frame: Frame, part: cst.CompFor, iterable: Value) -> list[Value] | bool | None:
    """Binds the targets of a comprehension's clauses.

    A list: the known elements of a lone, unfiltered clause, to be gone through one by one. None: nothing is produced.
    """
    calls.show_iteration(frame, part.iter, iterable)
    single = part.inner_for_in is None and not part.ifs
    if single and isinstance(iterable, Sequence) and iterable.items is not None and len(iterable.items) <= MAX_UNROLL:
        return list(iterable.items)
    assignment.assign(frame, part.target, iterate(frame, iterable))
    possible = True
    for condition in part.ifs:
        test = evaluate_test(frame, condition.test)
        frame.tracer.visitors.show_test(frame, condition)
        if comparisons.truth(test) is False or not narrowing.assume(frame, condition.test, True):
            possible = False
            break
    if not possible:
        return None
    if part.inner_for_in is not None:
        inner = _comp_for(frame, part.inner_for_in, evaluate(frame, part.inner_for_in.iter))
        if isinstance(inner, list):
            if not inner:
                return None
            assignment.assign(frame, part.inner_for_in.target, join_all(inner))
        return True if inner is not None else None
    return True


def _exact_elements(frame: Frame, node: Any, items: list[Value]) -> list[Value]:
    produced = []
    outer = frame.env
    for item in items:
        frame.env = outer.fork()
        assignment.assign(frame, node.for_in.target, item)
        produced.append(evaluate(frame, node.elt))
    frame.env = outer
    return produced


def _dict_comprehension(frame: Frame, node: cst.DictComp) -> Value:
    iterable = evaluate(frame, node.for_in.iter)
    with _scope(frame, node):
        lengths = _comp_for(frame, node.for_in, iterable)
        if lengths is None:
            return Mapping(())
        if not isinstance(lengths, list):
            evaluate(frame, node.key)
            return Mapping((), some_element(evaluate(frame, node.value)))
        result = Mapping(())
        outer = frame.env
        for item in lengths:
            frame.env = outer.fork()
            assignment.assign(frame, node.for_in.target, item)
            result = put(result, evaluate(frame, node.key), evaluate(frame, node.value))
        frame.env = outer
        return result


def _yield(frame: Frame, node: cst.Yield) -> Value:
    if node.value is None:
        frame.yields = join(frame.yields, NONE)
    elif isinstance(node.value, cst.From):
        frame.yields = join(frame.yields, iterate(frame, evaluate(frame, node.value.item)))
    else:
        frame.yields = join(frame.yields, evaluate(frame, node.value))
    return UNKNOWN


def _await(frame: Frame, node: cst.Await) -> Value:
    return evaluate(frame, node.expression)


_HANDLERS: dict[type, Callable[[Frame, Any], Value]] = {
    cst.Name: _name,
    cst.Integer: _number,
    cst.Float: _number,
    cst.Imaginary: _imaginary,
    cst.SimpleString: _string,
    cst.ConcatenatedString: _strings,
    cst.FormattedString: _formatted,
    cst.Ellipsis: _ellipsis,
    cst.List: _display("list"),
    cst.Tuple: _display("tuple"),
    cst.Set: _display("set"),
    cst.Dict: _dict,
    cst.UnaryOperation: _unary,
    cst.BinaryOperation: _binary,
    cst.BooleanOperation: _boolean,
    cst.Comparison: _comparison,
    cst.IfExp: _if_expression,
    cst.NamedExpr: _named,
    cst.Attribute: _attribute,
    cst.Subscript: _subscript,
    cst.Call: _call,
    cst.Lambda: _lambda,
    cst.ListComp: _comprehension("list"),
    cst.SetComp: _comprehension("set"),
    cst.GeneratorExp: _comprehension("iterator"),
    cst.DictComp: _dict_comprehension,
    cst.Yield: _yield,
    cst.Await: _await,
}
