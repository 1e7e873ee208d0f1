"""Places of nodes are those of LibCST's own provider."""

from __future__ import annotations

from pathlib import Path

import libcst as cst
import pytest
from libcst.metadata import MetadataWrapper, PositionProvider

from gblint.source.places import Places
from gblint.source.walk import walk

AWKWARD = '''\
# a comment
@decorator( a ,
            b)   # after
class C ( Base , metaclass = M ) :

    """doc
    string"""
    x : int = ( 1
        + 2 )

    async def f(self, *, a = 1, **k) -> "t" :  # on the line
        if a : return ( yield )
        else :
            with ( open ( 'x' ) as y , z ) : pass
            del y , z ; pass
        for i , j in  g ( * a , ** k ) : print ( f"{ i !r:>{ j }}" "more" )
        return [ a [ 1 : 2 , ... ] for a in b if a ] , lambda q : q . r . s ( )
'''
SOURCES = [AWKWARD, "", "x", "x = 1;", "if x:\r\n    y\r\nelse:\r\n    z\r\n"]
SOURCES += [path.read_text("utf-8") for path in sorted((Path(__file__).parents[1] / "src/gblint/source").glob("*.py"))]


@pytest.mark.parametrize("source", SOURCES)
def test_places_are_those_of_the_provider(source: str) -> None:
    module = cst.parse_module(source)
    places = Places(module)
    known = MetadataWrapper(module, unsafe_skip_copy=True).resolve(PositionProvider)
    for node in walk(module):
        where = known[node]
        if node is not module:  # the provider counts a line end that the file does not have
            assert places.of(node) == (where.start.line, where.start.column, where.end.line, where.end.column)


def test_a_node_of_another_module_has_no_place() -> None:
    assert Places(cst.parse_module("x = 1")).of(cst.Name("x")) is None
