"""Reads correct scripts fast: runs the tables, asking the lexer for each token in the mode of the state it is in.

Whatever is not certainly right here is refused, and the script is read again by the diagnosing parser, which says what
is wrong, or finds that all is well after all.

The modes, made in build.py of the terminals a state accepts:
start: a statement or a pipeline begins; argument: the words of a command; invoked: what & or . runs; operand, operator:
parts of an expression; literal: behind a type in brackets, which may be a cast; member: behind . and ::; key: a key or
the name in an attribute, or an operand; name: a plain word; type, assembly: inside a type's name; function: the name of
a function; class: the head and the members of a class; verbatim: behind --%; plain: punctuation or a keyword.
"""

from __future__ import annotations

from typing import Any, Final

from ems.language.lalr.actions import Actions
from ems.language.lalr.refusal import Refusal, RefusingSink
from ems.language.lalr.state_lexer import StateLexer
from ems.language.lalr.tables import Tables
from ems.language.lalr.terminals import GLUE_STARTS
from ems.language.source import Source
from ems.language.tokenizer import Tokenizer
from ems.language.tree import ScriptBlockAst

# Lists do not pile up states, only nesting does. Beyond this the diagnosing parser, which counts exactly, is asked.
_MAXIMUM_STATES: Final = 600


class Reader(StateLexer):
    """Reads one script."""

    def __init__(self, source: Source) -> None:
        super().__init__(Tokenizer(source, RefusingSink()))
        self.tables = Tables.load()
        self.actions = Actions(source, self.tokenizer)

    def read(self) -> ScriptBlockAst:
        """The tree; raises Refusal where the script is not certainly correct."""
        tables = self.tables
        action_rows, defaults, gotos, jumps = tables.actions, tables.defaults, tables.gotos, tables.jumps
        glues, strict, modes = tables.glues, tables.strict, tables.modes
        number_of_states = len(defaults)
        rules = tables.bind(self.actions)
        by_mode = self.lexers()
        lexers = [by_mode[mode] for mode in modes]
        tokenizer = self.tokenizer
        script = tokenizer.script
        state = tables.start
        states = [state]
        values: list[Any] = []
        terminal = ""
        token: Any = None
        while True:
            code = defaults[state]
            if not terminal:
                glue = glues[state]
                if glue and script[tokenizer.pos : tokenizer.pos + 1] in GLUE_STARTS[glue]:
                    terminal, token = self._glued(glue, modes[state])
                    if terminal:
                        code = -1
                if code < 0 and not terminal:
                    self.row = action_rows[state]
                    terminal, token = lexers[state]()
            if code < 0:
                action = action_rows[state].get(terminal)
                if action is None:
                    if terminal != "NL" or strict[state]:
                        raise Refusal
                    terminal = ""
                    continue
                if action >= 0:
                    if action < number_of_states:
                        # Shift.
                        state = action
                        values.append(token)
                        if len(states) > _MAXIMUM_STATES:
                            raise Refusal
                    else:
                        # Shift, and make a value of the token at once.
                        origin, length, make = rules[action - number_of_states]
                        values.append(make((token,)))  # type: ignore[misc]
                        state = gotos[state][origin]
                    states.append(state)
                    terminal = ""
                    continue
                code = ~action
                origin, length, make = rules[code]
                if make is None:
                    # The value goes through as it is, often through many rules, to where something happens.
                    key = (states[-2], state, terminal)
                    target = jumps.get(key)
                    state = target if target is not None else tables.jump(*key)
                    states[-1] = state
                    continue
            else:
                origin, length, make = rules[code]
            if length == 1:
                states.pop()
                if make is not None:
                    values[-1] = make(values[-1:])
            elif make is None:
                raise AssertionError(origin)
            elif length:
                below = values[-length:]
                del values[-length:]
                del states[-length:]
                values.append(make(below))
            else:
                values.append(make(()))
            state = gotos[states[-1]][origin]
            states.append(state)
            if origin == "start":
                if (terminal or self._plain()[0]) != "$END":
                    raise Refusal
                return self._finish(values[-1])

    def _finish(self, tree: ScriptBlockAst) -> ScriptBlockAst:
        if self.tokenizer.signature_start is not None:
            # Whether anything follows the signature is for the diagnosing parser to say.
            raise Refusal
        requires = self.tokenizer.requires_tokens
        if requires:
            from ems.language.diagnosis.requires import RequirementsReader

            parser = self.actions.descent()
            tree.script_requirements = RequirementsReader(parser).read(requires)
            if parser.errors:
                raise Refusal
        return tree
