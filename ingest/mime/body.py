"""What a person reads in a mail: text parts decoded, flowed lines joined, HTML turned into lines."""

import html
import re
from itertools import islice

from survey.thai.charset import decode

_META = re.compile(rb"<meta[^<>]{0,200}charset\s*=\s*[\"']?\s*([\w.:-]{1,40})", re.I)
_TAG = re.compile(r"<!--|<(/?)([a-zA-Z][a-zA-Z0-9]*+)([^<>]*+)>|<[!?/][^<>]*+>")
_LINES = frozenset(
    "address blockquote br dd div dl dt h1 h2 h3 h4 h5 h6 hr li ol p pre table tbody thead tr ul".split()
)
# What shows nothing, and where it ends; "" is a comment.
_SILENT = {
    "": re.compile("-->"),
    "style": re.compile(r"</style[^<>]*+>", re.I),
    "script": re.compile(r"</script[^<>]*+>", re.I),
    "title": re.compile(r"</title[^<>]*+>", re.I),
    "head": re.compile(r"</head[^<>]*+>|<body\b", re.I),
}
_CITED = re.compile(r"type\s*=\s*[\"']?cite|class\s*=\s*[\"'][^\"']*quote", re.I)
_LINK = re.compile(r"<a\s[^<>]{0,500}?\bhref\s*=\s*[\"']?([^\s\"'<>]{1,1000})", re.I)
_MOST_LINKS = 100
_SPACES = re.compile(r"[ \t\r\n\f\xa0]+")


def text_of(data: bytes, charset: str, *, flowed: bool = False, delete_space: bool = False) -> str:
    """A text/plain part, lines ended by LF; format=flowed is undone (RFC 3676)."""
    text = decode(data, charset or None).replace("\r\n", "\n").replace("\r", "\n")
    return _unflowed(text, delete_space) if flowed else text


def html_of(data: bytes, charset: str) -> str:
    """A text/html part; what its own `meta` says counts where the mail declares nothing."""
    if not charset and (meta := _META.search(data[:4096])):
        charset = meta[1].decode("ascii")
    return decode(data, charset or None)


def _unflowed(text: str, delete_space: bool) -> str:
    paragraphs: list[list[str]] = []
    flowing, depth_before = False, 0
    for line in text.split("\n"):
        bare = line.lstrip(">")
        depth = len(line) - len(bare)
        bare = bare.removeprefix(" ")
        goes_on = flowing and depth == depth_before and bare != "-- "
        flowing, depth_before = bare.endswith(" ") and bare != "-- ", depth
        if flowing and delete_space:
            bare = bare[:-1]
        if goes_on:
            paragraphs[-1].append(bare)
        else:
            paragraphs.append([">" * depth + (" " if depth else ""), bare])
    return "\n".join("".join(pieces) for pieces in paragraphs)


def links_of(source: str) -> tuple[str, ...]:
    """Where the links of an HTML part lead, each once, the first hundred."""
    found = (html.unescape(match[1]).strip() for match in _LINK.finditer(source))
    return tuple(
        islice(dict.fromkeys(link for link in found if link.lower().startswith("http")), _MOST_LINKS)
    )


def lines_of_html(source: str, *, links: bool = False) -> str:
    """The words of an HTML part in lines, cells apart by tabs; cited blocks begin with `>` as in plain text.

    Args:
        links: Where a link leads stands before its words.

    One pass over the tags: time and memory grow with the length alone, whatever the nesting.
    """
    lines: list[str] = []
    current: list[str] = []
    quotes: list[bool] = []
    cited = position = 0
    unclosed: set[str] = set()

    def flush() -> None:
        text = html.unescape("".join(current))
        current.clear()
        bare = "\t".join(_SPACES.sub(" ", cell).strip() for cell in text.split("\v")).strip()
        lines.append(f"> {bare}" if cited and bare else bare)

    while match := _TAG.search(source, position):
        current.append(source[position : match.start()])
        position = match.end()
        closing, name = match[1], (match[2] or "").lower()
        if match[0] == "<!--" or (name in _SILENT and not closing):
            position = _behind_silent(source, match, name, unclosed)
        elif name == "a" and links and (link := _LINK.match(match[0])):
            current.append(f" {link[1]} ")
        elif name in ("td", "th"):
            current.append("\v" if not closing else "")
        elif name in _LINES:
            flush()
            if name == "blockquote" and not closing:
                quotes.append(bool(_CITED.search(match[3])))
                cited += quotes[-1]
            elif name == "blockquote" and quotes:
                cited -= quotes.pop()
    current.append(source[position:])
    flush()
    return re.sub(r"\n{3,}", "\n\n", "\n".join(lines)).strip()


def _behind_silent(source: str, match: re.Match[str], name: str, unclosed: set[str]) -> int:
    """Offset behind a comment or an element that shows nothing; where it never ends, only its tag is passed."""
    if name in unclosed:
        return match.end()
    # A comment may end in what begins it: Outlook writes `<!--[if !mso]><!-->`.
    end = _SILENT[name].search(source, match.end() if name else match.start() + 2)
    if end is None:
        unclosed.add(name)
        return match.end()
    return end.start() if end[0].lower().startswith("<body") else end.end()
