"""Reads tokens where expressions, types and classes stand, and knows the reader for each mode."""

from __future__ import annotations

from collections.abc import Callable

from ems.language.characters import FORCE_NEW_TOKEN
from ems.language.kinds import KEYWORDS, KIND_FLAGS, MEMBER_NAME, NO_ATTRIBUTES, OPERATORS
from ems.language.kinds import TYPE_NAME as TYPE_NAME_FLAG
from ems.language.lalr import quick
from ems.language.lalr.command_lexer import CommandLexer, Lexed
from ems.language.lalr.refusal import Refusal
from ems.language.lalr.terminals import CLASS_TERMINALS, EXPRESSION_TERMINALS, TYPE_MARKS, TYPE_TERMINALS
from ems.language.scanner import EXPRESSION, SIGNATURE, TYPE_NAME
from ems.language.tokens import NumberToken, RedirectionToken, Token, VariableToken


class StateLexer(CommandLexer):
    """Reads the next token in the mode that belongs to a state of the parser."""

    def _expression(self, token: Token) -> Lexed:
        terminal = EXPRESSION_TERMINALS.get(token.kind)
        if terminal is None:
            if token.kind == "Equals":
                return "EQUALS", token
            if isinstance(token, RedirectionToken):
                return self._redirection(token)
            raise Refusal
        return self._newline(token) if terminal == "NL" else (terminal, token)

    def _operator(self) -> Lexed:
        tokenizer = self.tokenizer
        match = quick.OPERATION.match(tokenizer.script, tokenizer.pos)
        if match is not None:
            group = match.lastindex or 0
            if group < quick.OPERATOR:
                return self._quick(match, group)
            text = match[group]
            operator = "Equals" if text == "=" else OPERATORS.get(text[1:].lower())
            if operator is not None:
                end = tokenizer.pos = match.end()
                token = Token(operator, match.start(group), end, text)
                self.tokens.append(token)
                return EXPRESSION_TERMINALS.get(operator, "EQUALS"), token
        self.tokenizer.mode = EXPRESSION
        return self._expression(self.tokenizer.next_token())

    def _signed(self, unsigned_plus: bool) -> Token:
        """A token where an operand may stand, so that a sign belongs to a number."""
        tokenizer = self.tokenizer
        tokenizer.mode = EXPRESSION
        if unsigned_plus:
            tokenizer.skip_blanks()
            tokenizer.allow_signed_numbers = tokenizer.peek() != "+"
        else:
            tokenizer.allow_signed_numbers = True
        token = tokenizer.next_token()
        tokenizer.allow_signed_numbers = False
        return token

    def _operand(self) -> Lexed:
        tokenizer = self.tokenizer
        match = quick.OPERAND.match(tokenizer.script, tokenizer.pos)
        if match is not None:
            group = match.lastindex or 0
            if group < quick.NUMBER:
                return self._quick(match, group)
            end = tokenizer.pos = match.end()
            text = match[group]
            number = NumberToken(match.start(group), end, text, int(text), "Int32")
            self.tokens.append(number)
            return "NUMBER", number
        token = self._signed(False)
        if token.kind in ("Identifier", "Generic") and ("PARAM" in self.row or "CLASS" in self.row):
            self.tokenizer.resync(token.start)
            return self._plain()
        return self._expression(token)

    def _literal(self) -> Lexed:
        lexed = self._expression(self._signed(True))
        if lexed[0] == "NL":
            # 5.1 takes a type before most keywords for a misplaced attribute, even on a line of its own.
            word = quick.KEY.match(self.tokenizer.script, self.tokenizer.pos)
            kind = KEYWORDS.get(word[1].lower()) if word is not None else None
            if kind is not None and not KIND_FLAGS[kind] & NO_ATTRIBUTES:
                raise Refusal
        return lexed

    def _member(self) -> Lexed:
        tokenizer = self.tokenizer
        match = quick.MEMBER.match(tokenizer.script, tokenizer.pos)
        if match is not None:
            end = tokenizer.pos = match.end()
            name = Token("Identifier", match.start(), end, match.group())
            name.flags = MEMBER_NAME
            self.tokens.append(name)
            return "SIMPLE_NAME", name
        tokenizer.mode = EXPRESSION
        tokenizer.want_simple_name = True
        token = tokenizer.next_token()
        tokenizer.want_simple_name = False
        if token.kind == "Identifier":
            token.flags |= MEMBER_NAME
            return "SIMPLE_NAME", token
        follows = tokenizer.peek()
        if isinstance(token, NumberToken) or (
            isinstance(token, VariableToken) and follows not in FORCE_NEW_TOKEN and follows not in ".["
        ):
            # In a command's argument this would be a bare word.
            raise Refusal
        return self._expression(token)

    def _key(self) -> Lexed:
        match = quick.KEY.match(self.tokenizer.script, self.tokenizer.pos)
        if match is not None:
            end = self.tokenizer.pos = match.end()
            name = Token("Identifier", match.start(1), end, match[1])
            name.flags = MEMBER_NAME
            self.tokens.append(name)
            return "SIMPLE_NAME", name
        self.tokenizer.want_simple_name = True
        token = self._signed(True)
        self.tokenizer.want_simple_name = False
        if token.kind == "Identifier":
            token.flags |= MEMBER_NAME
            return "SIMPLE_NAME", token
        return self._expression(token)

    def _type(self) -> Lexed:
        match = quick.TYPE.match(self.tokenizer.script, self.tokenizer.pos)
        if match is not None:
            end = self.tokenizer.pos = match.end()
            text = match.group()
            if match[1] is not None:
                word = Token("Identifier", match.start(), end, text)
                word.flags = TYPE_NAME_FLAG
                self.tokens.append(word)
                return "TYPE_WORD", word
            kind, terminal_of_mark = TYPE_MARKS[text]
            mark = Token(kind, end - 1, end, text)
            self.tokens.append(mark)
            return terminal_of_mark, mark
        self.tokenizer.mode = TYPE_NAME
        token = self.tokenizer.next_token()
        terminal = TYPE_TERMINALS.get(token.kind)
        if terminal is None:
            raise Refusal
        return terminal, token

    def _assembly(self) -> Lexed:
        tokenizer = self.tokenizer
        start = tokenizer.pos
        text = tokenizer.assembly_name()
        if not text.strip():
            raise Refusal
        return "ASSEMBLY_NAME", Token("Identifier", start, tokenizer.extent()[1], text)

    def _class(self) -> Lexed:
        self.tokenizer.mode = SIGNATURE
        token = self.tokenizer.next_token()
        terminal = CLASS_TERMINALS.get(token.kind)
        if terminal is None:
            raise Refusal
        return terminal, token

    def lexers(self) -> dict[str, Callable[[], Lexed]]:
        """What reads in each mode."""
        return {
            "start": self._start,
            "argument": self._argument,
            "invoked": self._invoked,
            "operand": self._operand,
            "operator": self._operator,
            "literal": self._literal,
            "member": self._member,
            "key": self._key,
            "name": self._name,
            "type": self._type,
            "assembly": self._assembly,
            "function": self._function,
            "class": self._class,
            "verbatim": self._verbatim,
            "plain": self._plain,
        }
