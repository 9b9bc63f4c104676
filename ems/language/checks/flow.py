"""The flow of control through a method: whether every path returns, which variables have a value where they are read.

A class's method sees no variables but its own, so reading one that was not assigned on every path is an error. After
PowerShell's VariableAnalysis: blocks of straight code, edges between them, one pass in reverse depth-first order.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from ems.language import tree as t
from ems.language.checks.known_types import resolve
from ems.language.names import VariablePath

_UNANALYZED: Final = -1
_DYNAMIC: Final = -2
_LOCAL: Final = 0
_AUTOMATIC: Final = (
    "_",
    "args",
    "this",
    "input",
    "pscmdlet",
    "psboundparameters",
    "myinvocation",
    "psscriptroot",
    "pscommandpath",
)
# Commands that make or remove variables by name: nothing is certain beside them.
_PESSIMIZING_CMDLETS: Final = ("new-variable", "remove-variable", "set-variable", "set-psbreakpoint")
_PESSIMIZING: Final = frozenset(
    ("nv", "rv", "sbp", "sv", "set", *_PESSIMIZING_CMDLETS)
    + tuple("microsoft.powershell.utility\\" + name for name in _PESSIMIZING_CMDLETS)
)
# Variables a method may read although they are not its own.
_ACCESSIBLE: Final = frozenset(
    ("lastexitcode", "error", "stacktrace", "outputencoding", "nestedpromptlevel", "pwd", "matches")
) | {"true", "false", "null"}


class _Block:
    """Straight code: reads and assignments of variables in their order."""

    __slots__ = ("assigned", "items", "predecessors", "returns", "successors", "throws", "unreachable")

    def __init__(self, unreachable: bool = True) -> None:
        self.items: list[t.VariableExpressionAst | tuple[str, t.VariableExpressionAst | None]] = []
        self.successors: list[_Block] = []
        self.predecessors: list[_Block] = []
        self.assigned: set[str] | None = None
        self.returns = False
        self.throws = False
        self.unreachable = unreachable

    def flows_to(self, following: _Block) -> None:
        """Add an edge."""
        if following not in self.successors:
            if not self.unreachable:
                following.unreachable = False
            self.successors.append(following)
            following.predecessors.append(self)


class _Variable:
    """What is known of a variable."""

    __slots__ = ("assigned", "automatic", "reads", "state")

    def __init__(self, state: int = _UNANALYZED, automatic: bool = False) -> None:
        self.state = state
        self.automatic = automatic
        self.assigned = False
        self.reads: list[t.VariableExpressionAst] = []


def _is_local(path: VariablePath) -> bool:
    return path.is_variable and path.scope in (None, "local", "private")


def _name(path: VariablePath) -> str:
    name = path.name.lower()
    return "_" if name == "psitem" else name


class MethodFlow:
    """The analysis of one method."""

    def __init__(self, method: t.FunctionMemberAst) -> None:
        self.variables: dict[str, _Variable] = {name: _Variable(_LOCAL, True) for name in _AUTOMATIC}
        self.variables["?"] = _Variable(automatic=True)
        self.optimize = True
        self.entry = _Block(unreachable=False)
        self.exit = _Block()
        self.current = self.entry
        self.loops: list[tuple[str, _Block, _Block]] = []
        self.not_local: set[int] = set()
        self._find_variables(method)
        self._visit_body(method.body)
        self._finish()
        self.all_paths_return = all(
            block.returns or block.throws or block.unreachable for block in self.exit.predecessors
        )

    # -- variables

    def _find_variables(self, method: t.FunctionMemberAst) -> None:
        def inside(node: t.Ast) -> bool:
            return not isinstance(node, (t.FunctionDefinitionAst, t.ScriptBlockExpressionAst, t.TrapStatementAst))

        for node in method.body.walk(inside):
            if isinstance(node, t.VariableExpressionAst):
                path = node.variable_path
                if _is_local(path):
                    if path.is_private:
                        self.optimize = False
                    self._variable(_name(path))
            elif isinstance(node, t.CommandAst):
                first = node.command_elements[0]
                if isinstance(first, t.StringConstantExpressionAst) and first.value.lower() in _PESSIMIZING:
                    self.optimize = False
                if node.invocation_operator == "Dot":
                    self.optimize = False
        for parameter in method.parameters:
            path = parameter.name.variable_path
            if not _is_local(path):
                continue
            name = _name(path)
            details = self._variable(name)
            details.assigned = True
            if not details.automatic and self._is_dynamic(parameter.attributes):
                details.state = _DYNAMIC
            self.entry.items.append((name, None))

    @staticmethod
    def _is_dynamic(attributes: list[t.AttributeBaseAst]) -> bool:
        constraints = [each for each in attributes if isinstance(each, t.TypeConstraintAst)]
        return (
            len(constraints) != len(attributes)
            or len(constraints) > 1
            or any(resolve(each.type_name.name) is None for each in constraints)
        )

    def _variable(self, name: str) -> _Variable:
        details = self.variables.get(name)
        if details is None:
            details = self.variables[name] = _Variable()
        return details

    def _assign(self, name: str, node: t.VariableExpressionAst | None) -> None:
        self.current.items.append((name, node))

    def _read(self, node: t.VariableExpressionAst) -> None:
        path = node.variable_path
        if not _is_local(path):
            return
        details = self._variable(_name(path))
        if details.state != _UNANALYZED:
            if details.state == _DYNAMIC:
                self.not_local.add(id(node))
        else:
            self.current.items.append(node)
        details.reads.append(node)

    def _finish(self) -> None:
        blocks = _reverse_depth_first(self.entry)
        everything = set(self.variables)
        for index, block in enumerate(blocks):
            assigned = set() if index == 0 else set(everything)
            for predecessor in block.predecessors:
                if predecessor.assigned is not None:
                    assigned &= predecessor.assigned
            block.assigned = assigned
            self._analyze(block, assigned)
        for details in self.variables.values():
            if details.state == _DYNAMIC:
                for node in details.reads:
                    if details.assigned:
                        self.not_local.discard(id(node))
                    else:
                        self.not_local.add(id(node))

    def _analyze(self, block: _Block, assigned: set[str]) -> None:
        for item in block.items:
            if isinstance(item, tuple):
                name, node = item
                details = self._variable(name)
                if details.state == _UNANALYZED:
                    details.state = _LOCAL if self.optimize else _DYNAMIC
                if node is not None:
                    details.reads.append(node)
                    details.assigned = True
                assigned.add(name)
                continue
            name = _name(item.variable_path)
            details = self._variable(name)
            if details.automatic:
                continue
            if name not in assigned or details.state == _DYNAMIC:
                self.not_local.add(id(item))

    def is_not_local(self, node: t.VariableExpressionAst) -> bool:
        """Whether a variable is read that the method has not assigned."""
        path = node.variable_path
        return (
            id(node) in self.not_local
            and not path.is_global
            and not path.is_script
            and path.user_path.lower() not in _ACCESSIBLE
        )

    # -- the tree

    def _visit_body(self, body: t.ScriptBlockAst) -> None:
        for block in (body.dynamic_param_block, body.begin_block, body.process_block, body.end_block):
            if block is not None:
                self._visit_all(block.statements)
        self.current.flows_to(self.exit)

    def _visit_all(self, statements: list[t.StatementAst]) -> None:
        for statement in statements:
            self._visit(statement)

    def _visit(self, node: t.Ast | None) -> None:
        match node:
            case None | t.FunctionDefinitionAst() | t.ScriptBlockExpressionAst() | t.TypeDefinitionAst():
                pass
            case t.UsingExpressionAst() | t.ErrorStatementAst() | t.ErrorExpressionAst():
                pass
            case t.VariableExpressionAst():
                self._read(node)
            case t.StatementBlockAst():
                self._visit_all(node.statements)
            case t.TrapStatementAst():
                self._visit(node.body)
            case t.IfStatementAst():
                self._visit_if(node)
            case t.SwitchStatementAst():
                self._visit_switch(node)
            case t.ForEachStatementAst():
                self._visit_foreach(node)
            case t.ForStatementAst():
                self._visit(node.initializer)
                condition = (lambda: self._visit(node.condition)) if node.condition is not None else None
                self._while_loop(node.label, condition, lambda: self._visit(node.body), node.iterator)
            case t.WhileStatementAst():
                self._while_loop(node.label, lambda: self._visit(node.condition), lambda: self._visit(node.body), None)
            case t.DoWhileStatementAst() | t.DoUntilStatementAst():
                self._do_loop(node)
            case t.TryStatementAst():
                self._visit_try(node)
            case t.BreakStatementAst():
                self._jump(node.label, 1)
            case t.ContinueStatementAst():
                self._jump(node.label, 2)
            case t.ReturnStatementAst():
                self._leave(node.pipeline).returns = True
            case t.ExitStatementAst() | t.ThrowStatementAst():
                self._leave(node.pipeline).throws = True
            case t.DataStatementAst():
                self._visit(node.body)
                if node.variable is not None:
                    self._assign(node.variable.lower(), None)
            case t.AssignmentStatementAst():
                self._visit_assignment(node)
            case t.PipelineAst():
                self._visit_pipeline(node)
            case t.BinaryExpressionAst() if node.operator in ("And", "Or"):
                self._visit(node.left)
                target, following = _Block(), _Block()
                self.current.flows_to(target)
                self.current.flows_to(following)
                self.current = following
                self._visit(node.right)
                self.current.flows_to(target)
                self.current = target
            case t.TypeConstraintAst() | t.AttributeAst():
                pass
            case _:
                for child in node.children():
                    self._visit(child)

    def _visit_if(self, node: t.IfStatementAst) -> None:
        after = _Block()
        if node.else_clause is None:
            self.current.flows_to(after)
        last = len(node.clauses) - 1
        for index, (condition, body) in enumerate(node.clauses):
            clause = _Block()
            following = after if index == last and node.else_clause is None else _Block()
            self._visit(condition)
            self.current.flows_to(clause)
            self.current.flows_to(following)
            self.current = clause
            self._visit(body)
            self.current.flows_to(after)
            self.current = following
        if node.else_clause is not None:
            self._visit(node.else_clause)
            self.current.flows_to(after)
        self.current = after

    def _visit_switch(self, node: t.SwitchStatementAst) -> None:
        def condition() -> None:
            self._visit(node.condition)
            self._assign("switch", None)

        def body() -> None:
            after = _Block()
            last = len(node.clauses) - 1
            for index, (pattern, block) in enumerate(node.clauses):
                clause = _Block()
                is_last = index == last and node.default is None
                following = after if is_last else _Block()
                self._visit(pattern)
                self.current.flows_to(following)
                self.current.flows_to(clause)
                self.current = clause
                self._visit(block)
                if not is_last:
                    self.current.flows_to(following)
                    self.current = following
            if node.default is not None:
                self.current.flows_to(after)
                self._visit(node.default)
            self.current.flows_to(after)
            self.current = after

        self._while_loop(node.label, condition, body, None)

    def _visit_foreach(self, node: t.ForEachStatementAst) -> None:
        after = _Block()

        def condition() -> None:
            self._visit(node.condition)
            self.current.flows_to(after)
            self._assign("foreach", None)
            if _is_local(node.variable.variable_path):
                self._assign(_name(node.variable.variable_path), node.variable)

        self._while_loop(node.label, condition, lambda: self._visit(node.body), None)
        self.current.flows_to(after)
        self.current = after

    def _while_loop(
        self,
        label: str | None,
        condition: Callable[[], None] | None,
        body: Callable[[], None],
        iterator: t.Ast | None,
    ) -> None:
        again = _Block()
        if iterator is not None:
            behind = _Block()
            self.current.flows_to(behind)
            self.current = again
            self._visit(iterator)
            self.current.flows_to(behind)
            self.current = behind
        else:
            self.current.flows_to(again)
            self.current = again
        inside, after = _Block(), _Block()
        if condition is not None:
            condition()
            self.current.flows_to(after)
        self.loops.append((label or "", after, again))
        self.current.flows_to(inside)
        self.current = inside
        body()
        self.current.flows_to(again)
        self.current = after
        self.loops.pop()

    def _do_loop(self, node: t.DoWhileStatementAst | t.DoUntilStatementAst) -> None:
        again, inside, after, repeat = _Block(), _Block(), _Block(), _Block()
        self.loops.append((node.label or "", after, again))
        self.current.flows_to(inside)
        self.current = inside
        self._visit(node.body)
        self.current.flows_to(again)
        self.current = again
        self._visit(node.condition)
        self.current.flows_to(after)
        self.current.flows_to(repeat)
        self.current = repeat
        self.current.flows_to(inside)
        self.current = after
        self.loops.pop()

    def _visit_try(self, node: t.TryStatementAst) -> None:
        before = self.current
        self.current = _Block()
        before.flows_to(self.current)
        self._visit(node.body)
        last_in_try = self.current
        first_in_finally = _Block() if node.finally_ is not None else None
        after = _Block()
        catches_all = False
        for clause in node.catch_clauses:
            catches_all = catches_all or clause.is_catch_all
            self.current = _Block()
            before.flows_to(self.current)
            self._visit(clause.body)
            self.current.flows_to(first_in_finally or after)
        if first_in_finally is not None:
            last_in_try.flows_to(first_in_finally)
            self.current = first_in_finally
            self._visit(node.finally_)
            self.current.flows_to(after)
            if not catches_all:
                before.flows_to(first_in_finally)
                rethrow = _Block()
                self.current.flows_to(rethrow)
                rethrow.throws = True
                rethrow.flows_to(self.exit)
        else:
            last_in_try.flows_to(after)
        self.current = after

    def _jump(self, label: t.ExpressionAst | None, which: int) -> None:
        target: _Block | None = None
        if label is not None:
            self._visit(label)
            if isinstance(label, t.StringConstantExpressionAst):
                for loop in self.loops:
                    if loop[0].lower() == label.value.lower():
                        target = loop[1] if which == 1 else loop[2]
        elif self.loops:
            target = self.loops[-1][1] if which == 1 else self.loops[-1][2]
        if target is None:
            self.current.flows_to(self.exit)
            self.current.throws = True
        else:
            self.current.flows_to(target)
        self.current = _Block()

    def _leave(self, pipeline: t.PipelineBaseAst | None) -> _Block:
        self._visit(pipeline)
        self.current.flows_to(self.exit)
        last = self.current
        self.current = _Block()
        return last

    def _visit_assignment(self, node: t.AssignmentStatementAst) -> None:
        self._visit(node.right)
        for target in _targets(node.left):
            attributes = False
            converts: list[t.ConvertExpressionAst] = []
            left = target
            while isinstance(left, t.AttributedExpressionAst):
                if isinstance(left, t.ConvertExpressionAst):
                    converts.append(left)
                else:
                    attributes = True
                left = left.child
            if not isinstance(left, t.VariableExpressionAst):
                self._visit(target)
                continue
            if not _is_local(left.variable_path):
                continue
            name = _name(left.variable_path)
            unknown = any(resolve(each.attribute.type_name.name) is None for each in converts[-1:])
            if attributes or len(converts) > 1 or unknown:
                self._variable(name).state = _DYNAMIC
            if not attributes and len(converts) <= 1:
                self._assign(name, left)

    def _visit_pipeline(self, node: t.PipelineAst) -> None:
        for element in node.pipeline_elements:
            self._visit(element)
        if self.loops and any(isinstance(element, t.CommandAst) for element in node.pipeline_elements):
            # A command may break out of a loop that calls it.
            for _, after, again in self.loops:
                self.current.flows_to(after)
                self.current.flows_to(again)
            following = _Block()
            self.current.flows_to(following)
            self.current = following


def _targets(node: t.Ast | None) -> list[t.ExpressionAst]:
    if isinstance(node, t.ParenExpressionAst):
        pipeline = node.pipeline
        return _targets(pipeline.get_pure_expression()) if isinstance(pipeline, t.PipelineAst) else []
    if isinstance(node, t.ArrayLiteralAst):
        return [target for element in node.elements for target in _targets(element)]
    return [node] if isinstance(node, t.ExpressionAst) else []


def _reverse_depth_first(entry: _Block) -> list[_Block]:
    """All blocks that can be reached, each before those that follow it, loops aside."""
    order: list[_Block] = []
    seen = {id(entry)}
    waiting = [(entry, iter(entry.successors))]
    while waiting:
        block, successors = waiting[-1]
        for following in successors:
            if id(following) not in seen:
                seen.add(id(following))
                waiting.append((following, iter(following.successors)))
                break
        else:
            order.append(block)
            waiting.pop()
    order.reverse()
    return order
