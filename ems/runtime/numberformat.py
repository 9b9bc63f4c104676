"""Numbers as text: ToString(), the standard format strings (C D E F G N P R X) and custom ones (`#,##0.00;(0)`).

The rules are .NET Framework's: a Double is first brought to 15 significant digits (a Single to 7) and that decimal text
is then rounded half away from zero, which is why `'{0:0.00}' -f 2.675` is 2.68; a zero that comes of rounding loses its
sign.
"""
from __future__ import annotations

from typing import Any, Final

from ems.runtime.cultures import EN_US, INVARIANT, Culture
from ems.runtime.errors import NetError
from ems.runtime.limits import check_text
from ems.runtime.numbers import BITS, allow_digits
from ems.runtime.values import BigInteger, Single

BAD_SPECIFIER: Final = "Format specifier was invalid."


class FormatFailure(NetError):
    """System.FormatException while formatting; the text is its message."""

    def __init__(self, text: str) -> None:
        super().__init__("System.FormatException", text)


class Digits:
    """A number as digits: 0.`digits` x 10^`scale`; no leading or trailing zeros, zero is the empty string."""

    __slots__ = ("digits", "negative", "scale")

    def __init__(self, digits: str, scale: int, negative: bool) -> None:
        stripped = digits.lstrip("0")
        self.scale = scale - (len(digits) - len(stripped)) if stripped else 0
        self.digits = stripped.rstrip("0")
        self.negative = negative and bool(self.digits)

    def round(self, places: int) -> None:
        """Keeps the first `places` digits, rounding half away from zero."""
        digits = self.digits
        if places >= len(digits):
            return
        if places < 0 or (places == 0 and digits[0] < "5"):
            self.digits, self.scale, self.negative = "", 0, False
            return
        kept = digits[:places]
        if digits[places] >= "5":
            kept = str(int(kept or "0") + 1).rjust(places, "0")
            if len(kept) > places:
                self.scale += 1
        self.digits = kept.rstrip("0")
        if not self.digits:
            self.scale, self.negative = 0, False


def digits_of(value: Any, precision: int = 0) -> Digits:
    """The digits of any number; of a real one at most `precision` (0: the usual 15, or 7 of a Single)."""
    if isinstance(value, float):
        text = format(value, f".{(precision or (7 if type(value) is Single else 15)) - 1}e")
        mantissa, exponent = text.split("e")
        negative = mantissa[0] == "-"
        return Digits(mantissa.lstrip("-").replace(".", ""), int(exponent) + 1, negative)
    if isinstance(value, int):
        text = number_text(int(value))
        negative = text[0] == "-"
        text = text.lstrip("-")
        return Digits(text, len(text), negative)
    sign, figures, exponent = value.as_tuple()
    return Digits("".join(map(str, figures)), len(figures) + exponent, bool(sign))


def double_text(value: float, culture: Culture = INVARIANT) -> str:
    """Double.ToString(): at most 15 significant digits (a Single's: 7)."""
    if value.is_integer() and -1e15 < value < 1e15 and type(value) is float:
        return str(int(value))
    special = _special(value, culture)
    if special is not None:
        return special
    text = format(value, ".7g" if type(value) is Single else ".15g")
    if "e" in text:
        mantissa, exponent = text.split("e")
        text = f"{mantissa}E{exponent[0]}{exponent[1:].lstrip('0').rjust(2, '0')}"
    elif text == "-0":
        text = "0"
    return text if culture.decimal == "." else text.replace(".", culture.decimal)


def roundtrip_text(value: float, culture: Culture = INVARIANT) -> str:
    """Double.ToString("R"): 15 digits where they suffice to read the same number again, else 17 (a Single: 7 or 9)."""
    special = _special(value, culture)
    if special is not None:
        return special
    short, long = (7, 9) if type(value) is Single else (15, 17)
    if type(value) is Single:
        import struct
        exact = struct.unpack("f", struct.pack("f", float(format(value, f".{short}g"))))[0] == value
    else:
        exact = float(format(value, f".{short}g")) == value
    return _general(digits_of(value, short if exact else long), short if exact else long, "E", culture)


def decimal_text(value: Any, culture: Culture = INVARIANT) -> str:
    """Decimal.ToString(): all digits of its scale, never an exponent."""
    text = format(value, "f")
    if text[0] == "-" and not value:
        text = text[1:]
    return text if culture.decimal == "." else text.replace(".", culture.decimal)


def number_text(value: Any, culture: Culture = INVARIANT) -> str:
    """ToString() of any number."""
    if isinstance(value, float):
        return double_text(value, culture)
    if isinstance(value, int):
        if value.bit_length() > 64:
            allow_digits(int(value.bit_length() / 3.3219) if value.bit_length() > 12_000 else 0)
        return int.__repr__(value) if type(value) is not bool else str(value)
    return decimal_text(value, culture)


def format_number(value: Any, spec: str, culture: Culture = EN_US) -> str:
    """`value.ToString(spec)`; FormatFailure where the specifier does not exist or does not go with the type."""
    if not spec:
        return number_text(value, culture)
    real = isinstance(value, float)
    if real:
        special = _special(value, culture)
        if special is not None:
            return special
    letter = spec[0]
    if letter.isalpha() and spec.isascii() and len(spec) <= 10 and (len(spec) == 1 or spec[1:].isdecimal()):
        if len(spec) > 7:
            check_text(int(spec[1:]) * 1000)  # our choice: a million places are worth no more than a very long string
        return _standard(value, letter, int(spec[1:]) if len(spec) > 1 else -1, culture, real)
    return _custom(digits_of(value), spec, culture)


def _special(value: float, culture: Culture) -> str | None:
    if value != value:
        return "NaN"
    if value in (float("inf"), float("-inf")):
        return culture.infinity if value > 0 else "-" + culture.infinity
    return None


def _standard(value: Any, letter: str, precision: int, culture: Culture, real: bool) -> str:
    kind = letter.upper()
    if kind == "G":
        return _standard_general(value, letter, precision, culture, real)
    if kind in "FN":
        if value.__class__ is float and culture is EN_US and precision < 5:
            quick = _quick_fixed(value, 2 if precision < 0 else precision, kind == "N")
            if quick is not None:
                return quick
        number = digits_of(value)
        places = 2 if precision < 0 else precision
        number.round(number.scale + places)
        body = fixed(number, places, culture, kind == "N")
        return "-" + body if number.negative else body
    if kind == "C":
        number = digits_of(value)
        places = 2 if precision < 0 else precision
        number.round(number.scale + places)
        pattern = culture.currency_negative if number.negative else culture.currency_positive
        parts = {"$": culture.currency, "n": fixed(number, places, culture, True)}
        return "".join(parts.get(char, char) for char in pattern)
    if kind == "P":
        number = digits_of(value)
        if number.digits:
            number.scale += 2
        places = 2 if precision < 0 else precision
        number.round(number.scale + places)
        pattern = culture.percent_negative if number.negative else culture.percent_positive
        return "".join(fixed(number, places, culture, True) if c == "n" else c for c in pattern)
    if kind == "E":
        places = 6 if precision < 0 else precision
        single = type(value) is Single
        number = digits_of(value, (9 if single else 17) if real and places > (5 if single else 14) else 0)
        number.round(places + 1)
        return ("-" if number.negative else "") + _scientific(number, places, letter, 3, culture)
    if kind == "R" and not (isinstance(value, int) and type(value) is not BigInteger):
        return roundtrip_text(value, culture) if real else number_text(value, culture)
    if kind == "R":
        return number_text(value, culture)
    if isinstance(value, int):
        if kind == "D":
            text = number_text(abs(int(value))).rjust(max(precision, 0), "0")
            return "-" + text if value < 0 else text
        if kind == "X":
            return _hexadecimal(value, letter, precision)
    raise FormatFailure(BAD_SPECIFIER)


def _quick_fixed(value: float, places: int, grouped: bool) -> str | None:
    """Fixed notation of a number not near the middle between two results, where every way of rounding agrees."""
    scaled = abs(value) * 10**places
    if scaled >= 1e12 or abs(scaled % 1.0 - 0.5) < 1e-4:
        return None
    text = format(value, f",.{places}f" if grouped else f".{places}f")
    return text[1:] if scaled < 0.5 and text[0] == "-" else text


def _hexadecimal(value: int, letter: str, precision: int) -> str:
    if type(value) is BigInteger:
        length = ((value if value >= 0 else ~value).bit_length() // 8 + 1) * 2
        text = format(value & ((1 << (length * 4)) - 1), "x").rjust(length, "0")
        text = text.lstrip("0").rjust(1, "0") if value >= 0 and text[0] == "0" and text[1:2] < "8" else text
        text = "0" + text if value >= 0 and text[0] >= "8" else text
        text = text.rjust(max(precision, 0), "0" if value >= 0 else "f")
    else:
        text = format(int(value) & ((1 << BITS.get(type(value), 32)) - 1), "x").rjust(max(precision, 0), "0")
    return text.upper() if letter == "X" else text


def _standard_general(value: Any, letter: str, precision: int, culture: Culture, real: bool) -> str:
    exponent_letter = "E" if letter == "G" else "e"
    if precision <= 0:
        if real:
            text = double_text(value, culture)
            return text if letter == "G" else text.replace("E", "e")
        return number_text(value, culture)
    number = digits_of(value, min(precision, 9 if type(value) is Single else 17)) if real else digits_of(value)
    return _general(number, precision, exponent_letter, culture)


def _general(number: Digits, precision: int, letter: str, culture: Culture) -> str:
    number.round(precision)
    sign = "-" if number.negative else ""
    if not number.digits:
        return "0"
    if number.scale > precision or number.scale < -3:
        mantissa = number.digits[0] + (culture.decimal + number.digits[1:] if len(number.digits) > 1 else "")
        return f"{sign}{mantissa}{_exponent(number.scale - 1, letter, 2)}"
    return sign + fixed(number, max(len(number.digits) - number.scale, 0), culture, False)


def fixed(number: Digits, places: int, culture: Culture, grouped: bool) -> str:
    """The absolute value in fixed notation."""
    digits, scale = number.digits, number.scale
    whole = digits[:scale].ljust(scale, "0") if scale > 0 else "0"
    if grouped and len(whole) > 3:
        head = len(whole) % 3 or 3
        whole = culture.group.join([whole[:head], *(whole[i:i + 3] for i in range(head, len(whole), 3))])
    if not places:
        return whole
    fraction = digits[scale:] if scale > 0 else "0" * -scale + digits
    return whole + culture.decimal + fraction[:places].ljust(places, "0")


def _scientific(number: Digits, places: int, letter: str, exponent_digits: int, culture: Culture) -> str:
    digits = number.digits.ljust(places + 1, "0")
    mantissa = digits[0] + (culture.decimal + digits[1:places + 1] if places else "")
    return mantissa + _exponent(number.scale - 1 if number.digits else 0, letter, exponent_digits)


def _exponent(exponent: int, letter: str, width: int, plus: bool = True) -> str:
    sign = "-" if exponent < 0 else "+" if plus else ""
    return f"{letter}{sign}{str(abs(exponent)).rjust(width, '0')}"


# ---- custom format strings -------------------------------------------------------------------------------------------

def _section(spec: str, wanted: int) -> int:
    """Offset of a section (0 positive, 1 negative, 2 zero); 0 where it is missing or empty."""
    if wanted == 0:
        return 0
    at = 0
    while at < len(spec):
        char = spec[at]
        at += 1
        if char in "'\"":
            end = spec.find(char, at)
            at = len(spec) if end < 0 else end + 1
        elif char == "\\":
            at += 1
        elif char == ";":
            wanted -= 1
            if wanted == 0:
                return at if at < len(spec) and spec[at] != ";" else 0
    return 0


class _Layout:
    """What one section of a custom format says: places of digits, point, groups, scaling, exponent."""

    __slots__ = ("digits", "first", "grouped", "last", "point", "scaling", "scientific")

    def __init__(self, spec: str, at: int) -> None:
        digits, point, first, last, scaling = 0, -1, -1, 0, 0
        scientific = grouped = False
        comma_at, commas = -1, 0
        while at < len(spec) and spec[at] != ";":
            char = spec[at]
            at += 1
            if char == "#":
                digits += 1
            elif char == "0":
                if first < 0:
                    first = digits
                digits += 1
                last = digits
            elif char == ".":
                if point < 0:
                    point = digits
            elif char == ",":
                if digits > 0 and point < 0:
                    if comma_at == digits:
                        commas += 1
                        continue
                    grouped = grouped or comma_at >= 0
                    comma_at, commas = digits, 1
            elif char == "%":
                scaling += 2
            elif char == "\u2030":
                scaling += 3
            elif char in "'\"":
                end = spec.find(char, at)
                at = len(spec) if end < 0 else end + 1
            elif char == "\\":
                at += 1
            elif char in "eE":
                rest = spec[at:at + 2]
                if rest[:1] == "0" or rest in ("+0", "-0"):
                    scientific = True
                    at += 1
                    while at < len(spec) and spec[at] == "0":
                        at += 1
        if point < 0:
            point = digits
        if comma_at >= 0:
            if comma_at == point:
                scaling -= commas * 3
            else:
                grouped = True
        self.digits = digits
        self.point = point
        self.scaling = scaling
        self.scientific = scientific
        self.grouped = grouped
        self.first = point - first if 0 <= first < point else 0
        self.last = point - last if last > point else 0


def _custom(number: Digits, spec: str, culture: Culture) -> str:
    section = _section(spec, 2 if not number.digits else 1 if number.negative else 0)
    while True:
        layout = _Layout(spec, section)
        if not number.digits:
            break
        number.scale += layout.scaling
        number.round(layout.digits if layout.scientific else number.scale + layout.digits - layout.point)
        if number.digits:
            break
        zero = _section(spec, 2)
        if zero == section:
            break
        section = zero
    return _write_custom(number, spec, section, layout, culture)


def _write_custom(number: Digits, spec: str, section: int, layout: _Layout, culture: Culture) -> str:
    out: list[str] = []
    if number.negative and section == 0:
        out.append("-")
    if layout.scientific:
        position, extra = layout.point, 0
    else:
        position, extra = max(number.scale, layout.point), number.scale - layout.point
    scientific, point_written = layout.scientific, False
    digits = iter(number.digits)
    left = len(number.digits)
    at = section
    while at < len(spec) and spec[at] != ";":
        char = spec[at]
        at += 1
        if extra > 0 and char in "#0.":
            while extra > 0:
                out.append(next(digits, "0"))
                left -= 1
                if layout.grouped and position > 1 and (position - 1) % 3 == 0:
                    out.append(culture.group)
                position -= 1
                extra -= 1
        if char in "#0":
            if extra < 0:
                extra += 1
                digit = "0" if position <= layout.first else ""
            elif left > 0:
                digit = next(digits, "0")
                left -= 1
            else:
                digit = "0" if position > layout.last else ""
            if digit:
                out.append(digit)
                if layout.grouped and position > 1 and (position - 1) % 3 == 0:
                    out.append(culture.group)
            position -= 1
        elif char == ".":
            if position == 0 and not point_written and (layout.last < 0 or (layout.point < layout.digits and left > 0)):
                out.append(culture.decimal)
                point_written = True
        elif char == ",":
            continue
        elif char in "'\"":
            end = spec.find(char, at)
            out.append(spec[at:end if end >= 0 else len(spec)])
            at = len(spec) if end < 0 else end + 1
        elif char == "\\":
            out.append(spec[at:at + 1])
            at += 1
        elif char in "eE" and scientific:
            rest = spec[at:at + 2]
            if not (rest[:1] == "0" or rest in ("+0", "-0")):
                out.append(char)
                continue
            plus = rest[0] == "+"
            if rest[0] in "+-":
                at += 1
            width = 0
            while at < len(spec) and spec[at] == "0":
                width += 1
                at += 1
            out.append(_exponent(number.scale - layout.point if number.digits else 0, char, min(width, 10), plus))
            scientific = False
        else:
            out.append(char)
    return "".join(out)
