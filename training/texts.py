"""Texts to draw at random: what stands on forms and agreements, and enough nonsense that no word is learnt by heart."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from random import Random
from zlib import crc32

from parsers.thai_lines.alphabet import CHARACTERS, CONSONANTS, may_end, may_follow
from survey.registry import registry
from survey.thai.text import fold, repair
from training import words

_TO_THAI = str.maketrans("0123456789", "๐๑๒๓๔๕๖๗๘๙")
_WHOLE_KINDS = {
    "อบต.": "องค์การบริหารส่วนตำบล",
    "ทต.": "เทศบาลตำบล",
    "ทม.": "เทศบาลเมือง",
    "ทน.": "เทศบาลนคร",
    "อบจ.": "องค์การบริหารส่วนจังหวัด",
}
_TEST_SHARE = 12
"""One LAO, place or dictionary word of so many is kept for the test."""


@dataclass(frozen=True)
class Text:
    """A line to draw, and of what kind it is: the score is told by kind."""

    kind: str
    text: str


class Texts:
    """A stream of texts by one seed; `test` draws from what the training never sees."""

    def __init__(self, seed: int, test: bool = False) -> None:
        self.random = Random(seed)
        self.test = test
        laos = [lao for lao in registry().by_code.values() if lao.kind in _WHOLE_KINDS]
        self.laos = [lao for lao in laos if self._mine(lao.code)]
        self.places = sorted(
            {lao.bare for lao in self.laos} | {lao.amphoe for lao in self.laos if lao.amphoe}
        )
        self.provinces = sorted({lao.province for lao in laos})
        self.common, self.rare, self.syllables = (
            [word for word in _corpus(name) if self._mine(word)]
            for name in ("ttc_freq.txt", "words_th.txt", "syllables_th.txt")
        )
        self.sentences = words.TEST_SENTENCES if test else words.SENTENCES
        self._kinds = [kind for kind, _, _ in _KINDS]
        self._shares = [share for _, share, _ in _KINDS]
        self._makers: dict[str, Callable[[Texts], str]] = {kind: make for kind, _, make in _KINDS}

    def draw(self, kind: str | None = None, most: int = 120) -> Text:
        """One text of this kind, or of any, of at most so many characters."""
        kind = kind or self.random.choices(self._kinds, self._shares)[0]
        text = fold(repair(self._makers[kind](self)))
        if self.random.random() < (0.6 if kind in ("date", "number", "digits") else 0.5) and kind not in (
            "latin",
            "phone_arabic",
        ):
            text = text.translate(_TO_THAI)
        text = "".join(character for character in text if character in CHARACTERS)
        return Text(kind, _shortened(text, most, self.random))

    def _mine(self, key: str) -> bool:
        return (crc32(key.encode()) % _TEST_SHARE == 0) == self.test

    def lao(self) -> str:
        """A name in any form: full, short, with or without a space, type alone left out, amphoe and province added."""
        lao, random = self.random.choice(self.laos), self.random
        kind = random.choice(
            (lao.kind, lao.kind, lao.kind + " ", _WHOLE_KINDS[lao.kind], lao.kind.rstrip("."), "")
        )
        name = kind + lao.bare
        if random.random() < 0.2 and lao.amphoe:
            name += random.choice((f" อ.{lao.amphoe}", f" อำเภอ{lao.amphoe}", f" ({lao.amphoe})"))
        if random.random() < 0.12:
            name += random.choice((f" จ.{lao.province}", f" จังหวัด{lao.province}"))
        return (
            random.choice(("", "", "", "", "1. ", "2) ", "- ", f"{random.randint(1, 30)}. ", "และ", "กับ "))
            + name
        )

    def laos_list(self) -> str:
        joint = self.random.choice((", ", " ", ",", " และ", " กับ", "/ "))
        return joint.join(self.lao() for _ in range(self.random.randint(2, 4)))

    def date(self) -> str:
        """A day in one of the notations that officers use."""
        random = self.random
        day, month = random.randint(1, 31), random.randint(0, 11)
        be = random.randint(2530, 2570)
        year = random.choice(
            (str(be), str(be), str(be), f"พ.ศ. {be}", f"พ.ศ.{be}", str(be % 100), str(be - 543))
        )
        name = random.choice((words.MONTHS, words.MONTHS, words.SHORT_MONTHS, words.SHORT_MONTHS))[month]
        mark = random.choice("//-.")
        forms = (
            f"{day} {name} {year}", f"{day} {name} {year}", f"{day} {name} {year}", f"วันที่ {day} เดือน {name} {year}",
            f"{day}{mark}{month + 1}{mark}{be % 100}", f"{day:02}{mark}{month + 1:02}{mark}{be}",
            f"{day}{mark}{month + 1}{mark}{be}", f"{be - 543}-{month + 1:02}-{day:02}", f"{day}{name}{year}",
            f"{day} {random.choice(words.MISSPELT_MONTHS)} {year}", f"{name} {year}", f"ปีงบประมาณ {be}", f"เมื่อวันที่ {day} {name} {year}",
            f"วัน{random.choice(words.WEEKDAYS)}ที่ {day} {name} {year}", f"{day} {words.ENGLISH_MONTHS[month][:3]} {be - 543}",
            f"{day} {name} {be} - {random.randint(1, 28)} {random.choice(words.SHORT_MONTHS)} {be + 1}", f"ลงวันที่ {day} {name} {year}",
        )  # fmt: skip
        return random.choice(forms)

    def phone(self) -> str:
        random = self.random
        digits = "0" + "".join(random.choice("0123456789") for _ in range(random.choice((8, 8, 9))))
        cut = random.choice((0, 1, 2, 3))
        number = (
            digits, f"{digits[:2]}-{digits[2:5]}-{digits[5:]}", f"{digits[:1]} {digits[1:5]} {digits[5:]}", f"{digits[:3]}-{digits[3:]}",
        )[cut]  # fmt: skip
        before = random.choice(("", "", "", "โทร. ", "โทร ", "โทรศัพท์ ", "โทรสาร ", "หมายเลขโทรศัพท์ "))
        return (
            before
            + number
            + random.choice(("", "", "", f" ต่อ {random.randint(1, 999)}", f"-{random.randint(1, 9)}"))
        )

    def number(self) -> str:
        random = self.random
        whole = random.randint(0, 10 ** random.randint(1, 7))
        forms = (
            f"{whole}", f"{whole:,}", f"{whole:,}.{random.randint(0, 99):02}", f"{whole:,} บาท", f"{random.randint(1, 99)}.",
            f"({random.randint(1, 99)})", f"{random.randint(1, 9)}.{random.randint(1, 9)}", f"ที่ {random.randint(1, 2000)}/{random.randint(2540, 2566)}",
            f"มท {random.randint(100, 9999):04}.{random.randint(1, 9)}/ว {whole % 10000}", f"คำสั่งที่ {random.randint(1, 2000)}/{random.randint(2550, 2566)}",
            f"ร้อยละ {random.randint(1, 100)}", f"{random.randint(1, 500)} แห่ง", f"หมู่ที่ {random.randint(1, 20)}", f"{random.randint(1, 100)}%",
            "".join(random.choice("0123456789") for _ in range(random.randint(1, 13))), f"ครั้งที่ {random.randint(1, 20)}/{random.randint(2550, 2566)}",
        )  # fmt: skip
        return random.choice(forms)

    def digits(self) -> str:
        """Thin digits and digits that stand twice, of which a reader makes one; commas that may be taken for full stops."""
        random = self.random
        few = random.choice(("1", "12", "15", "0125", "23456789", "0123456789", "0123456789"))

        def some(least: int, most: int) -> str:
            return "".join(random.choice(few) for _ in range(random.randint(least, most)))

        mark = random.choice("///-.")
        whole = int(random.choice("123456789") + some(3, 6))
        forms = (
            f"{some(1, 2)}{mark}{some(1, 2)}{mark}25{some(2, 2)}", f"{some(1, 2)}{mark}{some(1, 2)}{mark}25{random.randint(40, 69)}",
            f"{some(1, 2)}{mark}{some(1, 2)}{mark}{some(2, 2)}", f"{whole:,}", f"{whole:,}", f"{whole:,}.{some(2, 2)}", f"{whole:,} บาท",
            f"0{some(8, 9)}", f"0{some(1, 1)}-{some(3, 4)}-{some(3, 4)}", f"0{some(2, 2)}-{some(6, 7)}", some(2, 13), f"{some(1, 3)}/{some(1, 4)}",
        )  # fmt: skip
        return random.choice(forms)

    def sentence(self) -> str:
        """A sentence that somebody wrote, whole or a part of it as lines break."""
        text = self.random.choice(self.sentences)
        if self.random.random() < 0.4:
            start = self.random.randrange(0, max(1, len(text) - 12))
            text = possible(text[start : start + self.random.randint(8, 70)])
        return text

    def prose(self) -> str:
        """Words of official Thai in any order, as long as a line of an agreement or of a cell."""
        random = self.random
        pieces = []
        for _ in range(random.randint(2, random.choice((4, 8, 16)))):
            kind = random.random()
            if kind < 0.62:
                pieces.append(random.choice(words.WORDS if not self.test else self.common[:2000]))
            elif kind < 0.9:
                pieces.append(random.choice(self.common[: random.choice((500, 3000, 20000))]))
            else:
                pieces.append(random.choice((self.lao, self.date, self.number, self.place))())
            pieces.append(" " if random.random() < 0.2 else "")
        return "".join(pieces)

    def place(self) -> str:
        random = self.random
        kind = random.choice(("อำเภอ", "อ.", "ตำบล", "ต.", "จังหวัด", "จ.", "บ้าน", "สำนักงาน", ""))
        return kind + random.choice(self.provinces if kind in ("จังหวัด", "จ.") else self.places)

    def person(self) -> str:
        name = "".join(self.syllable() for _ in range(self.random.randint(1, 4)))
        family = "".join(
            self.random.choice(self.rare) if self.random.random() < 0.3 else self.syllable()
            for _ in range(self.random.randint(1, 4))
        )
        title = self.random.choice(words.TITLES).replace("_", " ")
        text = f"{title}{name} {family}"
        return f"({text})" if self.random.random() < 0.2 else text

    def office(self) -> str:
        return self.random.choice(words.OFFICES) + (
            self.random.choice(self.places) if self.random.random() < 0.3 else ""
        )

    def heading(self) -> str:
        random = self.random
        text = random.choice(words.HEADINGS)
        kind = random.random()
        if kind < 0.2:
            return f"{text}{'.' * random.randint(3, 12)}{self.place()}{'.' * random.randint(3, 12)}"
        if kind < 0.35:
            return (
                text
                + random.choice((" ", ": ", " : "))
                + random.choice((self.place, self.phone, self.person, self.date))()
            )
        return text

    def dictionary(self) -> str:
        return " ".join(self.random.choice(self.rare) for _ in range(self.random.randint(1, 5)))

    def common_words(self) -> str:
        most = self.random.choice((300, 3000, 20000))
        return "".join(self.random.choice(self.common[:most]) for _ in range(self.random.randint(1, 9)))

    def syllable(self) -> str:
        """A syllable that Thai can spell, known to a dictionary or not."""
        random = self.random
        if random.random() < 0.4:
            return random.choice(self.syllables)
        first = random.choice(CONSONANTS) + (random.choice("รลว") if random.random() < 0.12 else "")
        tone = random.choice(("", "", "", "\u0e48", "\u0e49", "\u0e48", "\u0e49", "\u0e4a", "\u0e4b"))
        end = random.choice(("", *"กงดนบมยวรลณญศสธพทตชจฐฎคขถ")) + ("\u0e4c" if random.random() < 0.06 else "")
        vowel = random.choice(_VOWELS)
        text = vowel.replace("-", first).replace("t", tone).replace("e", end or "น")
        return text + (random.choice(CONSONANTS) + "\u0e4c" if random.random() < 0.05 else "")

    def nonsense(self) -> str:
        joints = ("", "", "", " ")
        return "".join(
            self.syllable() + self.random.choice(joints) for _ in range(self.random.randint(1, 10))
        )

    def latin(self) -> str:
        random = self.random
        pieces = []
        for _ in range(random.randint(1, 6)):
            kind = random.random()
            if kind < 0.7:
                word = random.choice(words.ENGLISH)
                pieces.append(random.choice((word, word, word.capitalize(), word.upper())))
            elif kind < 0.85:
                pieces.append(
                    "".join(
                        random.choice("abcdefghijklmnopqrstuvwxyzABCDEFGHJKLMNPQRSTUVWXYZ")
                        for _ in range(random.randint(1, 8))
                    )
                )
            else:
                pieces.append(str(random.randint(0, 9999)))
        if random.random() < 0.1:
            return f"{pieces[0].lower()}{random.randint(1, 99)}@{random.choice(words.ENGLISH).lower()}.{random.choice(('com', 'go.th', 'example'))}"
        return " ".join(pieces)

    def mixed(self) -> str:
        random = self.random
        makers = (self.latin, self.number, self.prose, self.lao, self.date, self.mark, self.nonsense)
        return " ".join(random.choice(makers)() for _ in range(random.randint(2, 3)))

    def mark(self) -> str:
        random = self.random
        marks: tuple[str, ...] = (
            *"-–./✓☐☑•ๆฯxX*()+=:",
            "ฯลฯ",
            "-",
            "–",
            "..",
            "...",
            "“”",
            "✓",
            "(✓)",
            '"',
            "&",
            "%",
            "1",
        )
        return random.choice(marks)

    def random_characters(self) -> str:
        """Any legal order of the alphabet's characters, so that rare ones are learnt too."""
        kinds = ("0123456789", "๐๑๒๓๔๕๖๗๘๙", CONSONANTS, CHARACTERS.replace("|", ""), "()/-.,:“”'\"&%฿ๆฯ")
        text = "".join(
            self.random.choice(self.random.choice(kinds)) for _ in range(self.random.randint(1, 12))
        )
        return possible(text)


_VOWELS = (
    "-ะ", "-\u0e31te", "-tา", "-tาe", "-tา", "-ำ", "-tำ", "-\u0e34te", "-\u0e35t", "-\u0e35te", "-\u0e36te", "-\u0e37tอ", "-\u0e37te", "-\u0e38t", "-\u0e38te",
    "-\u0e39t", "-\u0e39te", "เ-t", "เ-te", "เ-\u0e47e", "แ-t", "แ-te", "แ-\u0e47e", "โ-te", "โ-t", "ใ-t", "ไ-t", "ไ-tย", "เ-tา", "เ-tาะ", "-tอ", "-tอe",
    "เ-\u0e35tยe", "เ-\u0e37tอe", "-\u0e31tว", "-tวe", "เ-\u0e34te", "เ-tย", "-te", "-รร", "-รรe", "เ-tอ", "โ-ะ", "แ-ะ", "-\u0e47อe",
)  # fmt: skip
_KINDS: tuple[tuple[str, float, Callable[[Texts], str]], ...] = (
    ("lao", 0.12, Texts.lao),
    ("laos", 0.03, Texts.laos_list),
    ("date", 0.15, Texts.date),
    ("phone", 0.05, Texts.phone),
    ("number", 0.07, Texts.number),
    ("digits", 0.06, Texts.digits),
    ("sentence", 0.06, Texts.sentence),
    ("prose", 0.15, Texts.prose),
    ("common", 0.07, Texts.common_words),
    ("dictionary", 0.04, Texts.dictionary),
    ("nonsense", 0.07, Texts.nonsense),
    ("latin", 0.03, Texts.latin),
    ("mixed", 0.03, Texts.mixed),
    ("person", 0.04, Texts.person),
    ("office", 0.02, Texts.office),
    ("heading", 0.05, Texts.heading),
    ("place", 0.02, Texts.place),
    ("mark", 0.02, Texts.mark),
    ("characters", 0.04, Texts.random_characters),
)
KINDS = tuple(kind for kind, _, _ in _KINDS)


def _corpus(name: str) -> list[str]:
    """A word list of PyThaiNLP (CC0): its first column, in its order."""
    import pythainlp

    lines = (Path(pythainlp.__file__).parent / "corpus" / name).read_text("utf-8").splitlines()
    found = (line.split("\t")[0].strip() for line in lines)
    return [word for word in found if word and all(character in CHARACTERS for character in word)]


def possible(text: str) -> str:
    """The text without the characters that can't stand where they stand, as after a cut."""
    kept = ""
    for character in text:
        if may_follow(kept[-1:], character):
            kept += character
    while not may_end(kept[-1:]):
        kept = kept[:-1]
    return fold(kept)


def _shortened(text: str, most: int, random: Random) -> str:
    if len(text) > most:
        start = random.randint(0, len(text) - most)
        text = text[start : start + most]
    return possible(text)
