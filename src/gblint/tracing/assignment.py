"""Binding: what an assignment, a loop or a with statement does to names, attributes and elements."""

from __future__ import annotations

import libcst as cst

from gblint.tracing import attributes, expressions, subscripts
from gblint.tracing.frame import Frame
from gblint.tracing.joins import exact, join_all
from gblint.tracing.values import (
    UNKNOWN,
    Constant,
    Instance,
    Sequence,
    Value,
    list_of,
    options,
)  # fmt: skip


def assign(frame: Frame, target: cst.CSTNode, value: Value) -> None:
    """Binds a value to a target, as an assignment, a loop or a with statement does."""
    if type(target) is cst.Name:
        frame.env.bind(target.value, value)
        frame.rebound.add(target.value)
        frame.values[id(target)] = value
    elif type(target) is cst.Tuple or type(target) is cst.List:
        _assign_unpacked(frame, target, value)
    elif type(target) is cst.Attribute:
        base = expressions.evaluate(frame, target.value)
        frame.values[id(target)] = value
        if frame.options.compiled:
            frame.tracer.visitors.show_store(frame, target)
        attributes.set(frame, target, base, value)
    elif type(target) is cst.Subscript:
        base = expressions.evaluate(frame, target.value)
        index = subscripts.index_value(frame, target)
        frame.values[id(target)] = value
        if frame.options.compiled:
            frame.tracer.visitors.show_store(frame, target)
        subscripts.set(frame, target, base, index, value)
    elif type(target) is cst.StarredElement:
        assign(frame, target.value, value)


def _assign_unpacked(frame: Frame, target: cst.Tuple | cst.List, value: Value) -> None:
    starred = [i for i, e in enumerate(target.elements) if type(e) is cst.StarredElement]
    count = len(target.elements)
    if not starred:
        for element, part in zip(target.elements, unpack(frame, value, count), strict=True):
            assign(frame, element.value, part)
        return
    star, after = starred[0], count - starred[0] - 1
    if isinstance(value, Sequence) and value.items is not None and len(value.items) >= count - 1:
        end = len(value.items) - after
        parts: list[Value] = [*value.items[:star], exact("list", value.items[star:end]), *value.items[end:]]
    else:
        element_value = expressions.iterate(frame, value)
        parts = [list_of(element_value) if i == star else element_value for i in range(count)]
    for element, part in zip(target.elements, parts, strict=True):
        assign(frame, element.value, part)


def rebind(frame: Frame, node: cst.CSTNode, value: Value) -> None:
    """Puts a mutated value in the place it came from: a name, an attribute, an element; elsewhere it is lost."""
    if isinstance(node, cst.Name):
        name = node.value
        if name in frame.env:
            frame.env[name] = value
            frame.mutated.add(name)
        elif name in frame.cells:
            frame.cells[name] = value
            frame.nonlocals.add(name)
        elif name in frame.nonlocals:
            frame.env[name] = value
    elif isinstance(node, cst.Attribute):
        attributes.set(frame, node, frame.value(node.value), value)
    elif isinstance(node, cst.Subscript):
        path = expressions.path_of(node)
        if path is not None and expressions.path_of(node.value) is not None:
            subscripts.set(frame, node, frame.value(node.value), subscripts.recorded_index(frame, node), value)
    elif isinstance(node, cst.Call) and isinstance(node.func, cst.Attribute):
        pass  # xs.append(a).append(b): the receiver is a temporary


def unpack(frame: Frame, value: Value, count: int) -> list[Value]:
    """The values that ``a, b, ... = value`` binds."""
    parts: list[list[Value]] = []
    for option in options(value):
        if isinstance(option, Sequence) and option.items is not None:
            if len(option.items) == count:
                parts.append(list(option.items))
            elif len(options(value)) == 1:
                parts.append([join_all(option.items)] * count)
        elif isinstance(option, Instance):
            fields = frame.tracer.classes.record_fields(frame, option)
            parts.append(
                list(fields) if fields and len(fields) == count else [expressions.iterate_one(frame, option)] * count
            )
        elif not (isinstance(option, Constant) and option.value is None):
            parts.append([expressions.iterate_one(frame, option)] * count)
    if not parts:
        return [UNKNOWN] * count
    return [join_all(column) for column in zip(*parts, strict=True)]
