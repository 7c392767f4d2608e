"""Documents that only LibreOffice opens, whole, cut off, locked, and where there is no LibreOffice."""

from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest
from make.layouts import LAYOUTS
from make.long_forms import long_form
from make.papers import printed
from make.scans import as_jpeg, rendered, scanned
from make.word_writers import in_the_table
from make.words import cell, docx, par, part, row, run, table
from make.workbooks import form_workbook
from make.writers import convert_all
from PIL import Image

from parsers.limits import Limits
from parsers.office import OfficeMissing
from parsers.read import read_file
from parsers.refused import FileCorrupt, FileEncrypted, FileTooComplex
from parsers.sniff import FileType, sniff
from parsers.word_files import read_document
from survey.fields.tick_marks import Tick, tick_of
from survey.model import Case, Kind

LIMITS = Limits()
BLIP = 'xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main"'


@pytest.fixture(scope="module")
def saved(tmp_path_factory: pytest.TempPathFactory) -> Callable[[str], bytes]:
    """The letter's layout as LibreOffice saves it, by suffix."""
    folder = tmp_path_factory.mktemp("saved")
    in_the_table(LAYOUTS[0], folder / "a.docx")
    convert_all([folder / "a.docx"], "doc", folder)
    convert_all([folder / "a.docx"], "rtf", folder)
    return lambda suffix: (folder / f"a.{suffix}").read_bytes()


@pytest.mark.parametrize("suffix", ["doc", "rtf"])
def test_a_file_that_was_cut_off_is_corrupt_and_never_read_in_part(
    saved: Callable[[str], bytes], suffix: str
) -> None:
    data = saved(suffix)
    for percent in range(30, 100, 10):
        part = data[: len(data) * percent // 100]
        if sniff(part).type is FileType(suffix):
            with pytest.raises(FileCorrupt):
                read_document(FileType(suffix), part, LIMITS)


def test_a_doc_that_needs_a_password_says_so(saved: Callable[[str], bytes]) -> None:
    data = bytearray(saved("doc"))
    head = data.index(b"\xec\xa5", 512)
    data[head + 0x0B] |= 0x01
    with pytest.raises(FileEncrypted):
        read_document(FileType.DOC, bytes(data), LIMITS)


def test_without_libreoffice_the_fault_is_ours_and_docx_is_read_all_the_same(
    saved: Callable[[str], bytes], monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(OfficeMissing) as missing:
        read_document(FileType.DOC, saved("doc"), LIMITS)
    assert isinstance(missing.value, FileTooComplex)
    [grid] = read_document(FileType.DOCX, docx(table(row("ก", "ข"))), LIMITS).grids
    assert [cell.text for cell in grid.cells.values()] == ["ก", "ข"]


def test_a_page_of_mhtml_that_a_document_takes_in_is_read() -> None:
    page = (
        "MIME-Version: 1.0\r\nContent-Type: multipart/related; boundary=b\r\n\r\n--b\r\n"
        "Content-Type: text/html; charset=utf-8\r\nContent-Transfer-Encoding: 8bit\r\n\r\n"
        "<html><body><table><tr><td>ก<td>ข<tr><td>ค<td>ง</table></body></html>\r\n--b--\r\n"
    ).encode()
    data = docx(par("บน") + '<w:altChunk r:id="aFChunk"/>', aFChunk=page)
    [grid] = read_document(FileType.DOCX, data, LIMITS).grids
    assert [cell.at for cell in grid.cells.values()] == ["T1!A1", "T1!B1", "T1!A2", "T1!B2"]
    assert grid.cells[2, 2].text == "ง"


def test_a_sheet_that_was_pasted_into_a_document_as_an_object_is_read() -> None:
    data = docx(par("ส่งแบบสำรวจ") + par("<w:r><w:object/></w:r>"), package=form_workbook())
    [document] = read_file(data, "a.docx", Case(date(2018, 12, 1)), LIMITS)
    assert document.form is not None
    assert (document.kind, document.source, len(document.form.rows)) == (Kind.SURVEY, "docx", 2)
    assert document.form.rows[0].cell.startswith("Sheet")
    [letter] = read_file(docx(par("ก"), package=b"PK broken"), "a.docx", Case(date(2018, 12, 1)), LIMITS)
    assert (letter.kind, letter.findings) == (Kind.OTHER, ())


def test_scanned_pages_that_were_pasted_into_a_document_are_read_as_scans(tmp_path: Path) -> None:
    layout = long_form(3, seed=11)
    [page] = [as_jpeg(scanned(page)) for page in rendered(printed(layout, tmp_path, "reportlab"))]
    shown = par(f'<w:r><w:drawing><a:blip {BLIP} r:embed="image"/></w:drawing></w:r>')
    data = docx(par("ขอส่งแบบสำรวจ") + shown, image=page)
    [document] = read_file(data, "a.docx", Case(date(2018, 12, 10)), LIMITS)
    assert document.form is not None
    assert (document.kind, document.source, document.file) == (Kind.SURVEY, "image-ocr", "a.docx")
    assert len(document.form.rows) == 3
    logo = as_jpeg(Image.new("L", (200, 200), 255))
    [letter] = read_file(
        docx(par("ขอส่งแบบสำรวจ") + shown, image=logo), "a.docx", Case(date(2018, 12, 10)), LIMITS
    )
    assert (letter.kind, letter.source) == (Kind.OTHER, "docx")


@pytest.mark.parametrize("suffix", ["odt", "doc", "rtf"])
def test_marks_numbers_and_changes_survive_every_format(suffix: str, tmp_path: Path) -> None:
    item = '<w:numPr><w:ilvl w:val="0"/><w:numId w:val="1"/></w:numPr>'
    change = "w:id='1' w:author='ก' w:date='2018-11-05T00:00:00Z'"
    tick = par('<w:r><w:sym w:font="Wingdings" w:char="F0FC"/></w:r>')
    changed = f"<w:p><w:ins {change}>{run('ใหม่')}</w:ins><w:del {change}><w:r><w:delText>เก่า</w:delText></w:r></w:del></w:p>"
    struck = par(run("ขีด", "<w:strike/>") + run("คง"))
    body = table(
        row(cell(par("", item)), cell(tick), cell(struck)),
        row(cell(par("", item)), cell(changed), cell(par(run("หมด", "<w:strike/>")))),
        widths=(3000, 3000, 3000),
    )
    (tmp_path / "a.docx").write_bytes(docx(body + par("ท้าย"), numbering=part("numbering", NUMBERS)))
    [saved] = convert_all([tmp_path / "a.docx"], suffix, tmp_path / "saved")
    [grid] = read_document(FileType(suffix), saved.read_bytes(), LIMITS).grids
    assert [grid.at(1, 1).text, grid.at(2, 1).text] == ["1.", "2."]
    assert tick_of(grid.at(1, 2)) is Tick.YES
    assert (grid.at(1, 3).text, grid.at(2, 2).text) == ("คง", "ใหม่")
    assert (grid.at(2, 3).struck, set(grid.struck_runs)) == (True, {"T1!C1", "T1!B2"})


NUMBERS = (
    '<w:abstractNum w:abstractNumId="0"><w:lvl w:ilvl="0"><w:start w:val="1"/><w:numFmt w:val="decimal"/>'
    '<w:lvlText w:val="%1."/></w:lvl></w:abstractNum><w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num>'
)


def test_a_libreoffice_without_writer_is_our_fault_and_not_a_broken_file(
    saved: Callable[[str], bytes], monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    (tmp_path / "program").mkdir()
    (tmp_path / "share" / "registry").mkdir(parents=True)
    (tmp_path / "share" / "registry" / "calc.xcd").touch()
    for name in ("soffice", "soffice.bin"):
        (tmp_path / "program" / name).touch(mode=0o755)
    monkeypatch.setenv("PATH", str(tmp_path / "program"))
    with pytest.raises(OfficeMissing) as missing:
        read_document(FileType.RTF, saved("rtf"), LIMITS)
    assert "LibreOffice Writer" in missing.value.finding("a.rtf").message
