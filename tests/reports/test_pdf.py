"""Every PDF of every persona: at most two pages, and PDF/UA-1 as a screen reader needs it."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from tests.reports.conftest import Printed
from tests.reports.pages import Pdf, executed
from tw_kit.errors import HandoutFailed
from tw_kit.reports import blocks
from tw_kit.reports.exporter_pdf import HandoutPDFExporter
from tw_kit.reports.handouts import build_handout
from tw_kit.reports.site import Site

PAGES_MAX = 2
LETTER, A4 = (612, 792), (595, 842)  # points


@pytest.fixture(scope="module")
def pdfs(printed: Printed) -> dict[tuple[str, str], Pdf]:
    return {(stem, language): Pdf(printed.pdf(stem, language)) for stem, language, _ in printed.each()}


def test_it_has_one_or_two_pages_of_letter_paper(pdfs):
    assert {name: len(pdf.reader.pages) for name, pdf in pdfs.items() if len(pdf.reader.pages) > PAGES_MAX} == {}
    sizes = {(round(p.mediabox.width), round(p.mediabox.height)) for pdf in pdfs.values() for p in pdf.reader.pages}
    assert sizes == {LETTER}


def test_it_says_that_it_is_pdf_ua_1(pdfs):
    for pdf in pdfs.values():
        assert bool(pdf.root["/MarkInfo"]["/Marked"])
        assert "<pdfuaid:part>1</pdfuaid:part>" in pdf.xmp


def test_it_has_a_language_and_a_title(pdfs, content):
    for (stem, language), pdf in pdfs.items():
        assert pdf.root["/Lang"] in {"en": ("en", "en-CA"), "fr": ("fr-CA",)}[language]
        side = "seeker" if stem.startswith("work_seeker") else "employer"
        title = content.text(f"handout.{side}_title", language)
        assert pdf.reader.metadata is not None
        assert pdf.reader.metadata.title == title
        assert title in pdf.xmp
        assert pdf.root["/ViewerPreferences"]["/DisplayDocTitle"]


def test_it_is_tagged_with_one_described_picture_and_a_table_with_headers(pdfs, content):
    for (_, language), pdf in pdfs.items():
        tags = pdf.tags
        kinds = [tag.kind for tag in tags]
        (figure,) = (tag for tag in tags if tag.kind == "Figure")
        assert figure.record["/Alt"] == content.text("handout.picture_alt", language)
        assert kinds.count("Table") == 1
        assert kinds.count("TH") >= 7
        assert kinds.count("H1") == 1
        assert kinds.index("H1") < kinds.index("H2")


def test_the_owners_words_are_in_their_own_language(pdfs, people):
    for (stem, language), pdf in pdfs.items():
        own = people[stem].language
        languages = {str(tag.record["/Lang"]) for tag in pdf.tags if "/Lang" in tag.record}
        assert any(each.startswith(own) for each in languages) or own == language


def test_its_words_can_be_copied(pdfs, people):
    for (stem, _), pdf in list(pdfs.items())[::3]:
        text = pdf.text.replace("- ", "-")
        for words in people[stem].evidence.values():
            assert words.split()[0] in text


def test_it_holds_no_link_form_script_or_file(pdfs):
    for pdf in pdfs.values():
        assert not {"/OpenAction", "/AA", "/AcroForm", "/Names"} & pdf.root.keys()
        assert all("/Annots" not in page for page in pdf.reader.pages)


def built(people, content, stem, language="en", site=None) -> blocks.Handout:
    return build_handout(people[stem], content, site or Site(), language)


def test_without_a_description_of_the_picture_there_is_no_pdf(people, content):
    handout = built(people, content, "work_seeker_001")
    silent = tuple(replace(b, alt="") if isinstance(b, blocks.Picture) else b for b in handout.blocks)
    assert silent != handout.blocks
    with pytest.raises(HandoutFailed) as caught:
        HandoutPDFExporter().from_notebook_node(executed(replace(handout, blocks=silent)))
    (fault,) = caught.value.faults
    assert fault.message == "handout.pdf_refused"
    assert "alt text" in str(fault.facts["reason"])


def test_without_a_title_there_is_no_pdf(people, content):
    handout = replace(built(people, content, "work_seeker_001"), title="")
    with pytest.raises(HandoutFailed):
        HandoutPDFExporter().from_notebook_node(executed(handout))


def test_the_site_chooses_its_paper(people, content, tmp_path: Path):
    record = built(people, content, "employer_001")
    node = executed(record)
    node.cells[0].outputs[0].data["application/vnd.tw-kit.handout+json"]["paper"] = "a4"
    (tmp_path / "a4.pdf").write_bytes(HandoutPDFExporter().from_notebook_node(node)[0])
    box = Pdf(tmp_path / "a4.pdf").reader.pages[0].mediabox
    assert (round(box.width), round(box.height)) == A4
