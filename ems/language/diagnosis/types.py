"""Type names and attributes: `[int]`, `[Dictionary[string,int[]], mscorlib]`, `[Parameter(Mandatory)]`."""

from __future__ import annotations

from ems.language.diagnosis.base import (
    EXPRESSION,
    TYPE_NAME,
    Extent,
    ParserBase,
    after,
    before,
    first_of,
)
from ems.language.kinds import ATTRIBUTE_NAME, KIND_TEXT
from ems.language.names import ArrayTypeName, GenericTypeName, TypeName
from ems.language.tokens import Token
from ems.language.tree import (
    AttributeAst,
    AttributeBaseAst,
    ConstantExpressionAst,
    ErrorExpressionAst,
    ExpressionAst,
    ITypeName,
    NamedAttributeArgumentAst,
    TypeConstraintAst,
)


class TypeRules(ParserBase):
    """Rules for types and attributes."""

    def attribute_list_rule(self, in_expression: bool) -> list[AttributeBaseAst]:
        """All attributes and types that stand here."""
        attributes: list[AttributeBaseAst] = []
        attribute = self.attribute_rule()
        while attribute is not None:
            attributes.append(attribute)
            if not in_expression or isinstance(attribute, AttributeAst):
                self.skip_newlines()
            attribute = self.attribute_rule()
        return attributes

    def attribute_rule(self) -> AttributeBaseAst | None:
        """An attribute, or a type constraint."""
        left = self.next_left_bracket()
        if left is None:
            return None
        self.skip_newlines()
        type_name, first_token = self.type_name_rule(True)
        if type_name is None or first_token is None:
            self.resync_token(left)
            self.report_incomplete("MissingTypename", *after(left))
            return None
        token = self.next_token()
        if token.kind == "LParen":
            return self._attribute(left, type_name, first_token, token)
        end: Extent = (token.start, token.end)
        if token.kind != "RBracket":
            self.unget_token(token)
            self.report("EndSquareBracketExpectedAtEndOfAttribute", *before(token))
            end = (type_name.start, type_name.end)
        return TypeConstraintAst(left.start, end[1], type_name)

    def _attribute(self, left: Token, type_name: ITypeName, first_token: Token, left_paren: Token) -> AttributeAst:
        self.skip_newlines()
        positional: list[ExpressionAst] = []
        named: list[NamedAttributeArgumentAst] = []
        old_mode = self.tokenizer.mode
        self.set_mode(EXPRESSION)
        last = self._attribute_arguments(positional, named, (left_paren.start, left_paren.end))
        self.set_mode(old_mode)
        self.skip_newlines()
        right_paren: Token | None = self.next_token()
        assert right_paren is not None
        if right_paren.kind != "RParen":
            self.unget_token(right_paren)
            right_paren = None
            self.report_incomplete("MissingEndParenthesisInExpression", *after(last))
        self.skip_newlines()
        right_bracket: Token | None = self.next_token()
        assert right_bracket is not None
        if right_bracket.kind != "RBracket":
            self.unget_token(right_bracket)
            right_bracket = None
            # A missing `)` has been reported: that is enough.
            if right_paren is not None:
                self.report_incomplete("EndSquareBracketExpectedAtEndOfAttribute", *after(right_paren))
        first_token.flags |= ATTRIBUTE_NAME
        end = first_of(right_bracket, right_paren, last)[1]
        return AttributeAst(left.start, end, type_name, positional, named)

    def _attribute_arguments(
        self, positional: list[ExpressionAst], named: list[NamedAttributeArgumentAst], last: Extent
    ) -> Extent:
        old_disable_comma = self.disable_comma
        self.disable_comma = True
        comma: Token | None = None
        seen: set[str] = set()
        while True:
            self.skip_newlines()
            name = self.simple_name_rule()
            expression: ExpressionAst | None
            omitted = False
            if name is None:
                expression = self.expression_rule()
            else:
                token = self.peek_token()
                if token.kind == "Equals":
                    self.skip_token()
                    self.skip_newlines()
                    expression = self.expression_rule()
                    if expression is None:
                        where = after(token)
                        self.report_incomplete("MissingExpressionInNamedArgument", *where)
                        expression = ErrorExpressionAst(*where, [])
                        self.sync_on_error(True, "Comma", "RParen", "RBracket", "NewLine")
                    last = (expression.start, expression.end)
                else:
                    expression = ConstantExpressionAst(name.start, name.end, True, "Boolean")
                    omitted = True
            if name is not None and expression is not None:
                if name.value in seen:
                    self.report("DuplicateNamedArgument", name.start, name.end, name.value)
                else:
                    # As in 5.1, nobody adds to `seen` here: the semantic checks find duplicates.
                    named.append(NamedAttributeArgumentAst(name.start, expression.end, name.value, expression, omitted))
            elif expression is not None:
                positional.append(expression)
                last = (expression.start, expression.end)
            elif comma is not None:
                where = after(comma)
                self.report_incomplete("MissingExpressionAfterToken", *where, KIND_TEXT[comma.kind])
                positional.append(ErrorExpressionAst(*where, []))
                last = where
            self.skip_newlines()
            comma = self.peek_token()
            if comma.kind != "Comma":
                break
            last = (comma.start, comma.end)
            self.skip_token()
        self.disable_comma = old_disable_comma
        return last

    # -- names of types

    def type_name_rule(self, allow_assembly: bool) -> tuple[ITypeName | None, Token | None]:
        """The name of a type and its first token, which may turn out to be the name of an attribute."""
        old_mode = self.tokenizer.mode
        self.set_mode(TYPE_NAME)
        token = self.next_token()
        result: tuple[ITypeName | None, Token | None]
        if token.kind != "Identifier":
            self.unget_token(token)
            result = (None, None)
        else:
            result = (self._finish_type_name(token, False, allow_assembly), token)
        self.set_mode(old_mode)
        return result

    def _finish_type_name(self, name: Token, unbracketed_argument: bool, allow_assembly: bool = True) -> ITypeName:
        token = self.peek_token()
        plain = TypeName(name.start, name.end, name.text)
        if token.kind == "LBracket":
            left = token
            self.skip_token()
            self.skip_newlines()
            token = self.next_token()
            if token.kind in ("RBracket", "Comma"):
                return self._complete_array(plain, plain, token)
            if token.kind in ("LBracket", "Identifier"):
                return self._generic_arguments(name, token, unbracketed_argument)
            if token.kind != "EndOfInput":
                self.report("UnexpectedToken", token.start, token.end, token.text)
                self.sync_on_error(True, "RBracket")
            else:
                self.unget_token(token)
                self.report_incomplete("MissingTypename", *after(left))
            return plain
        if token.kind == "Comma" and allow_assembly and not unbracketed_argument:
            self.skip_token()
            assembly = self.tokenizer.assembly_name()
            if not assembly.strip():
                self.report("MissingAssemblyNameSpecification", *after(token))
                return plain
            return TypeName(name.start, self.tokenizer.extent()[1], name.text, assembly)
        return plain

    def _single_generic_argument(self, first: Token) -> ITypeName:
        if first.kind == "Identifier":
            return self._finish_type_name(first, True)
        token = self.next_token()
        if token.kind != "Identifier":
            self.unget_token(token)
            self.report_incomplete("MissingTypename", *after(token))
            return TypeName(first.start, first.end, ":ErrorTypeName:")
        type_name = self._finish_type_name(token, False)
        right = self.next_token()
        if right.kind != "RBracket":
            self.unget_token(right)
            self.report_incomplete("EndSquareBracketExpectedAtEndOfType", *before(right))
        return type_name

    def _generic_arguments(self, name: Token, first: Token, unbracketed_argument: bool) -> ITypeName:
        self.enter()
        arguments: list[ITypeName] = [self._single_generic_argument(first)]
        while True:
            self.skip_newlines()
            separator = self.next_token()
            if separator.kind != "Comma":
                break
            self.skip_newlines()
            token = self.peek_token()
            if token.kind in ("Identifier", "LBracket"):
                self.skip_token()
                arguments.append(self._single_generic_argument(token))
            else:
                self.report_incomplete("MissingTypename", *after(separator))
                arguments.append(TypeName(separator.start, separator.end, ":ErrorTypeName:"))
        end = separator.end
        if separator.kind != "RBracket":
            self.unget_token(separator)
            self.report_incomplete("EndSquareBracketExpectedAtEndOfAttribute", *before(separator))
            end = arguments[-1].end
        self.depth -= 1
        open_type = TypeName(name.start, name.end, name.text)
        result = GenericTypeName(name.start, end, open_type, arguments)
        token = self.peek_token()
        if token.kind == "LBracket":
            self.skip_token()
            return self._complete_array(result, open_type, self.next_token())
        if token.kind == "Comma" and not unbracketed_argument:
            self.skip_token()
            assembly = self.tokenizer.assembly_name()
            if not assembly:
                self.report("MissingAssemblyNameSpecification", *after(token))
            else:
                open_type.assembly_name = assembly
        return result

    def _complete_array(self, element: ITypeName, qualified: TypeName, token: Token) -> ITypeName:
        while True:
            if token.kind == "Comma":
                rank = 1
                last_comma = token
                while token.kind == "Comma":
                    last_comma = token
                    rank += 1
                    token = self.next_token()
                if token.kind != "RBracket":
                    self.unget_token(token)
                    self.report("EndSquareBracketExpectedAtEndOfAttribute", *after(last_comma))
                element = ArrayTypeName(element.start, token.end, element, rank)
            elif token.kind == "RBracket":
                element = ArrayTypeName(element.start, token.end, element, 1)
            elif token.kind == "EndOfInput":
                self.unget_token(token)
                self.report("EndSquareBracketExpectedAtEndOfAttribute", *before(token))
            else:
                self.report("UnexpectedToken", token.start, token.end, token.text)
                self.sync_on_error(True, "RBracket")
            token = self.peek_token()
            if token.kind == "Comma":
                self.skip_token()
                assembly = self.tokenizer.assembly_name()
                if not assembly:
                    self.report("MissingAssemblyNameSpecification", *after(token))
                else:
                    qualified.assembly_name = assembly
                return element
            if token.kind != "LBracket":
                return element
            self.skip_token()
            token = self.next_token()
