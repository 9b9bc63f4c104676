"""How good a conversion is: the order in which overload resolution prefers them (LanguagePrimitives.ConversionRank)."""
from __future__ import annotations

from typing import Final

NONE: Final = 0x00
UNRELATED_ARRAYS: Final = 0x0F
TO_STRING: Final = 0x1F
CUSTOM: Final = 0x2F
I_CONVERTIBLE: Final = 0x3F
IMPLICIT_CAST: Final = 0x4F
EXPLICIT_CAST: Final = 0x5F
CONSTRUCTOR_S2A: Final = 0x67
CONSTRUCTOR: Final = 0x6F
PARSE: Final = 0x7F
PS_OBJECT: Final = 0x8F
LANGUAGE_S2A: Final = 0x97
LANGUAGE: Final = 0x9F
NULL_TO_VALUE: Final = 0xAF
NULL_TO_REFERENCE: Final = 0xBF
NUMERIC_EXPLICIT: Final = 0xCF
NUMERIC_EXPLICIT_1: Final = 0xDF
NUMERIC_STRING: Final = 0xEF
NUMERIC_IMPLICIT: Final = 0xFF
ASSIGNABLE: Final = 0x10F
STRING_TO_CHAR_ARRAY: Final = 0x11A
IDENTITY: Final = 0x11F
VALUE_DEPENDENT: Final = 0xFFF7
"""Mask that makes a rank the one of a scalar that becomes an array (`...S2A`)."""
