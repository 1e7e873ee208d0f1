"""Statements: what running a body does to a frame. Both sides of a branch, unless its condition is known."""

from __future__ import annotations

from collections.abc import Callable
from collections.abc import Sequence as SequenceOf
from typing import Any

import libcst as cst
from libcst.helpers import get_full_name_for_node

from gblint.source.walk import children
from gblint.tracing import assignment, calls, comparisons, contexts, expressions, narrowing, tensors
from gblint.tracing.frame import BudgetSpent, Env, Frame, Loop, merge
from gblint.tracing.joins import join, weakened
from gblint.tracing.values import (
    NONE,
    UNKNOWN,
    External,
    Sequence,
    Tensor,
    Value,
    list_of,
)  # fmt: skip

MAX_ROUNDS = 4  # of a loop's body, before what it binds is taken as it is


def run_body(frame: Frame, body: SequenceOf[cst.CSTNode]) -> bool:
    """Runs statements in order; False where the end is not reached."""
    for statement in body:  # noqa: SIM110 - all() of a generator costs three calls more a statement
        if not run(frame, statement):
            return False
    return True


def run(frame: Frame, node: cst.CSTNode) -> bool:
    frame.steps += 1  # frame.charge(), without the call
    if frame.steps > frame.budget:
        raise BudgetSpent
    if type(node) is cst.SimpleStatementLine:
        return run_body(frame, node.body)
    if frame.only is not None and id(node) not in frame.only:
        return True
    handler = _HANDLERS.get(type(node))
    return handler(frame, node) if handler is not None else True


def run_suite(frame: Frame, suite: cst.BaseSuite) -> bool:
    return run_body(frame, suite.body)


# --- simple statements


def _expression(frame: Frame, node: cst.Expr) -> bool:
    frame.unused.add(id(node.value))
    expressions.evaluate(frame, node.value)
    return True


def _assign(frame: Frame, node: cst.Assign) -> bool:
    value = expressions.evaluate(frame, node.value)
    for target in node.targets:
        assignment.assign(frame, target.target, value)
    return True


def _annotated(frame: Frame, node: cst.AnnAssign) -> bool:
    if node.value is None:
        return True
    value = expressions.evaluate(frame, node.value)
    if value == UNKNOWN:
        value = frame.tracer.declared(frame.module, node.annotation.annotation)
    assignment.assign(frame, node.target, value)
    return True


def _augmented(frame: Frame, node: cst.AugAssign) -> bool:
    left = expressions.evaluate(frame, node.target)
    right = expressions.evaluate(frame, node.value)
    operator = type(node.operator).__name__.removesuffix("Assign")
    if isinstance(left, Sequence) and left.kind == "list" and operator == "Add" and not isinstance(right, Sequence):
        value: Value = list_of(join(left.element if left.items is None else None, expressions.iterate(frame, right)))
    else:
        value = tensors.binary(frame, node, operator, left, right)
    frame.values[id(node)] = value
    if frame.options.compiled:
        frame.tracer.visitors.show(frame, node)
    assignment.assign(frame, node.target, value)
    return True


def _return(frame: Frame, node: cst.Return) -> bool:
    if frame.asked and frame.only is not None and id(node.value) not in frame.only:
        value: Value = UNKNOWN  # an attribute is asked for, not this
    else:
        value = NONE if node.value is None else expressions.evaluate(frame, node.value)
    frame.returns = value if frame.returns is None else join(frame.returns, value)
    frame.spared = frame.spared or not frame.env.broken
    if frame.mutated or frame.doubtful:
        frame.exits.append(frame.env)
    return False


def _raise(frame: Frame, node: cst.Raise) -> bool:
    if node.exc is not None and frame.only is None:
        expressions.evaluate(frame, node.exc)
    for caught in frame.raised[-1:]:
        caught.append(frame.env.fork())
    return False


def _assert(frame: Frame, node: cst.Assert) -> bool:
    test = expressions.evaluate_test(frame, node.test)
    if frame.options.compiled:
        frame.tracer.visitors.show(frame, node)
    if comparisons.truth(test) is False:
        return False
    return narrowing.assume(frame, node.test, True)


def _delete(frame: Frame, node: cst.Del) -> bool:
    targets = [e.value for e in node.target.elements] if isinstance(node.target, cst.Tuple) else [node.target]
    for target in targets:
        path = expressions.path_of(target)
        if path is not None:
            frame.env.forget_paths(path)
            if isinstance(target, cst.Name):
                frame.env.pop(path, None)
    return True


def _pass(frame: Frame, node: cst.Pass) -> bool:
    return True


def _break(frame: Frame, node: cst.Break) -> bool:
    if frame.loops:
        frame.loops[-1].breaks.append(frame.env)
    return False


def _continue(frame: Frame, node: cst.Continue) -> bool:
    if frame.loops:
        frame.loops[-1].continues.append(frame.env)
    return False


def _global(frame: Frame, node: cst.Global) -> bool:
    frame.globals.update(n.name.value for n in node.names)
    return True


def _nonlocal(frame: Frame, node: cst.Nonlocal) -> bool:
    for item in node.names:
        name = item.name.value
        frame.nonlocals.add(name)
        if name in frame.cells:
            frame.env.setdefault(name, frame.cells[name])
    return True


def _import(frame: Frame, node: cst.Import) -> bool:
    for alias in node.names:
        dotted = alias.evaluated_name
        bound = alias.evaluated_alias
        name = bound or dotted.partition(".")[0]
        frame.env.bind(name, frame.tracer.module_value(dotted if bound else name))
    if frame.options.compiled:
        frame.tracer.visitors.show(frame, node)
    return True


def _import_from(frame: Frame, node: cst.ImportFrom) -> bool:
    if isinstance(node.names, cst.ImportStar):
        return True
    from gblint.source.outline import Import

    dotted = get_full_name_for_node(node.module) if node.module is not None else ""
    for alias in node.names:
        target = Import(dotted or "", alias.evaluated_name, len(node.relative))
        value = frame.tracer.import_value(frame.module, target)
        frame.env.bind(alias.evaluated_alias or alias.evaluated_name, value)
    if frame.options.compiled:
        frame.tracer.visitors.show(frame, node)
    return True


# --- compound statements


def _if(frame: Frame, node: cst.If) -> bool:
    test = expressions.evaluate_test(frame, node.test)
    frame.tracer.visitors.show_test(frame, node)
    known = comparisons.truth(test)
    before = frame.env
    ends: list[Env] = []
    if known is not False:
        frame.env = before.fork()
        guarded = expressions.tests_dtype(node.test)
        frame.guarded += guarded
        if narrowing.assume(frame, node.test, True) and run_suite(frame, node.body):
            ends.append(frame.env)
        frame.guarded -= guarded
    if known is not True:
        frame.env = before.fork()
        if narrowing.assume(frame, node.test, False):
            orelse = node.orelse
            if orelse is None or (run(frame, orelse) if type(orelse) is cst.If else run_suite(frame, orelse.body)):
                ends.append(frame.env)
    merged = merge(ends)
    frame.env = merged if merged is not None else before
    if known is None and len(ends) == 2 and expressions.tests_training(node.test):
        _weaken_mixed(frame.env, ends)
    return merged is not None


def _weaken_mixed(merged: Env, ends: SequenceOf[Env]) -> None:
    """What is a tensor in one mode of a module and something else in the other is taken to be a tensor by nothing that
    decides by its value: such code asks for the mode again."""
    for name, value in merged.items():
        kinds = {isinstance(end.get(name), Tensor) for end in ends}
        if len(kinds) == 2 and not any(end.get(name) in (None, NONE) for end in ends):
            merged[name] = weakened(value)


def _while(frame: Frame, node: cst.While) -> bool:
    def enter() -> bool:
        test = expressions.evaluate_test(frame, node.test)
        frame.tracer.visitors.show_test(frame, node)
        return comparisons.truth(test) is not False and narrowing.assume(frame, node.test, True)

    endless = isinstance(node.test, cst.Name) and node.test.value == "True"
    return _loop(frame, enter, node, may_skip=not endless)


def _for(frame: Frame, node: cst.For) -> bool:
    iterable = expressions.evaluate(frame, node.iter)
    calls.show_iteration(frame, node.iter, iterable)
    if frame.options.compiled:
        frame.tracer.visitors.show(frame, node)
    if isinstance(iterable, Sequence) and iterable.items is not None and len(iterable.items) <= MAX_UNROLL:
        return _unrolled(frame, node, list(iterable.items))

    def enter() -> bool:
        assignment.assign(frame, node.target, expressions.iterate(frame, iterable))
        return True

    return _loop(frame, enter, node, may_skip=True)


MAX_UNROLL = 4


def _unrolled(frame: Frame, node: cst.For, items: list[Value]) -> bool:
    exits: list[Env] = []
    alive = True
    for item in items:
        loop = Loop(node)
        assignment.assign(frame, node.target, item)
        frame.loops.append(loop)
        reached = run_suite(frame, node.body)
        frame.loops.pop()
        exits.extend(loop.breaks)
        merged = merge([frame.env if reached else None, *loop.continues])
        if merged is None:
            alive = False
            break
        frame.env = merged
    return _after_loop(frame, node, frame.env if alive else None, exits)


def _loop(frame: Frame, enter: Callable[[], bool], node: cst.For | cst.While, may_skip: bool) -> bool:
    """Runs a body until what it binds no longer changes."""
    head = frame.env
    begun: Env | None = None  # what the body found, the round before
    cost, called = 0, frame.charged[:0]
    exits: list[Env] = []
    finished = head if may_skip else None
    for _ in range(MAX_ROUNDS):
        loop = Loop(node)
        frame.env = head.fork()
        entered = enter()
        if frame.env == begun:
            frame.charge(cost)  # it would go as before: only the names that the head of the loop binds are new
            frame.charged += called
            break
        begun, steps, before = frame.env.fork(), frame.steps, len(frame.charged)
        frame.loops.append(loop)
        reached = run_suite(frame, node.body) if entered else False
        frame.loops.pop()
        cost, called = frame.steps - steps, frame.charged[before:]
        exits.extend(loop.breaks)
        end = merge([frame.env if reached else None, *loop.continues])
        if end is None:
            break
        new_head = merge([head, end])
        assert new_head is not None
        if may_skip:
            finished = new_head.fork()
            finished.follow(end)  # loops are taken to run at least once
        if new_head == head:
            break
        head = new_head
    return _after_loop(frame, node, finished, exits)


def _after_loop(frame: Frame, node: cst.For | cst.While, finished: Env | None, exits: list[Env]) -> bool:
    if finished is not None:
        frame.env = finished
        if isinstance(node, cst.While):
            if not narrowing.assume(frame, node.test, False) and not exits:
                return False
        if node.orelse is not None and not run_suite(frame, node.orelse.body):
            finished = None
        else:
            finished = frame.env
    merged = merge([finished, *exits])
    if merged is not None:
        frame.env = merged
    return merged is not None


def _try(frame: Frame, node: cst.Try | cst.TryStar) -> bool:
    before = frame.env
    frame.env = before.fork()
    frame.raised.append([])
    frame.unresumable += 1
    reached = run_suite(frame, node.body)
    frame.unresumable -= 1
    thrown = frame.raised.pop()
    after_body = frame.env
    if reached and node.orelse is not None:
        reached = run_suite(frame, node.orelse.body)
    ends: list[Env] = [frame.env] if reached else []
    entry = merge([before, after_body, *thrown]) or before
    for handler in node.handlers if thrown or any(_may_raise(frame, part) for part in node.body.body) else ():
        frame.env = entry.fork()
        if handler.type is not None:
            expressions.evaluate(frame, handler.type)
        if handler.name is not None and isinstance(handler.name.name, cst.Name):
            frame.env.bind(handler.name.name.value, UNKNOWN)
        frame.unresumable += 1
        if run_suite(frame, handler.body):
            ends.append(frame.env)
        frame.unresumable -= 1
    merged = merge(ends)
    frame.env = merged if merged is not None else entry
    if reached:
        frame.env.follow(ends[0])  # exceptions are taken to be the exception
    if node.finalbody is not None and not run_suite(frame, node.finalbody.body):
        return False
    return merged is not None


_HARMLESS = frozenset(
    (cst.Return, cst.Expr, cst.SimpleStatementLine, cst.If, cst.Else, cst.IndentedBlock, cst.BooleanOperation,
     cst.And, cst.Or)
)  # fmt: skip
_CANNOT_RAISE = frozenset((cst.Name, cst.SimpleString, cst.Attribute, cst.Tuple))
_RAISES_NEVER = frozenset(("builtins.isinstance", "builtins.hasattr", "builtins.callable", "builtins.type"))


def _may_raise(frame: Frame, node: cst.CSTNode) -> bool:
    """Whether code that has been run may raise anything, which the usual tests for what is there do not."""
    if type(node) is cst.Call:
        callee = frame.value(node.func)
        safe = isinstance(callee, External) and (
            callee.name in _RAISES_NEVER or callee.name.rpartition(".")[2].startswith("is_")
            or (callee.name == "builtins.getattr" and frame.value(node) != UNKNOWN)
        )  # fmt: skip
        return not safe or any(_may_raise(frame, argument.value) for argument in node.args)
    if type(node) is cst.Import:
        return any(not alias.evaluated_name.startswith("torch") for alias in node.names)
    if type(node) in _CANNOT_RAISE:
        return False
    if type(node) in _HARMLESS:
        return any(_may_raise(frame, child) for child in children(node))
    return True


def _with(frame: Frame, node: cst.With) -> bool:
    outer = frame.options
    if frame.options.compiled:
        frame.tracer.visitors.show(frame, node)
    for item in node.items:
        manager = expressions.evaluate(frame, item.item)
        contexts.show(frame, item, manager)
        entered = contexts.enter(frame, item.item, manager)
        if item.asname is not None:
            assignment.assign(frame, item.asname.name, entered)
    closed = not all(contexts.resumable(frame.value(item.item)) for item in node.items)
    frame.unresumable += closed
    reached = run_suite(frame, node.body)
    frame.unresumable -= closed
    frame.options = outer
    if not reached and any(contexts.swallows(frame.value(item.item)) for item in node.items):
        return True
    return reached


def _match(frame: Frame, node: cst.Match) -> bool:
    subject = expressions.evaluate(frame, node.subject)
    before = frame.env
    ends: list[Env] = []
    exhaustive = False
    for case in node.cases:
        frame.env = before.fork()
        _bind_pattern(frame, case.pattern, subject)
        if isinstance(case.pattern, cst.MatchAs) and case.pattern.pattern is None and case.guard is None:
            exhaustive = True
        if case.guard is not None:
            expressions.evaluate(frame, case.guard)
            if not narrowing.assume(frame, case.guard, True):
                continue
        if run_suite(frame, case.body):
            ends.append(frame.env)
    if not exhaustive:
        ends.append(before)
    merged = merge(ends)
    frame.env = merged if merged is not None else before
    return merged is not None


def _bind_pattern(frame: Frame, pattern: cst.CSTNode, subject: Value) -> None:
    if isinstance(pattern, cst.MatchAs):
        if pattern.name is not None:
            frame.env.bind(pattern.name.value, subject if pattern.pattern is None else UNKNOWN)
        if pattern.pattern is not None:
            _bind_pattern(frame, pattern.pattern, subject)
        return
    for child in pattern.children:
        if isinstance(child, cst.MatchStar) and child.name is not None:
            frame.env.bind(child.name.value, UNKNOWN)
        elif isinstance(child, cst.CSTNode):
            _bind_pattern(frame, child, UNKNOWN)


def _function(frame: Frame, node: cst.FunctionDef) -> bool:
    value: Value = expressions.closure(frame, node)
    for decorator in reversed(node.decorators):
        value = calls.decorate(frame, decorator.decorator, value)
    frame.env.bind(node.name.value, value)
    # A function may call itself: its own name is among what it captures.
    return True


def _class(frame: Frame, node: cst.ClassDef) -> bool:
    if frame.options.compiled:
        frame.tracer.visitors.show(frame, node)
    frame.env.bind(node.name.value, frame.tracer.classes.local(frame, node))
    return True


_HANDLERS: dict[type, Callable[[Frame, Any], bool]] = {
    cst.Expr: _expression,
    cst.Assign: _assign,
    cst.AnnAssign: _annotated,
    cst.AugAssign: _augmented,
    cst.Return: _return,
    cst.Raise: _raise,
    cst.Assert: _assert,
    cst.Del: _delete,
    cst.Pass: _pass,
    cst.Break: _break,
    cst.Continue: _continue,
    cst.Global: _global,
    cst.Nonlocal: _nonlocal,
    cst.Import: _import,
    cst.ImportFrom: _import_from,
    cst.If: _if,
    cst.While: _while,
    cst.For: _for,
    cst.Try: _try,
    cst.TryStar: _try,
    cst.With: _with,
    cst.Match: _match,
    cst.FunctionDef: _function,
    cst.ClassDef: _class,
}
