"""Text is read as a person sees it, whatever way a page hides the rest."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from selectolax.lexbor import LexborHTMLParser

from connectors.errors import BadAnswer
from connectors.trends.styles import declarations, hides, rules
from connectors.trends.visible import Sight, page_tree, visible_text


def seen(body: str, style: str = "") -> str:
    tree = LexborHTMLParser(f"<html><head><style>{style}</style></head><body>{body}</body></html>")
    return Sight(tree).text(tree.body)


@pytest.mark.parametrize(
    "attributes",
    [
        "hidden",
        "style='display:none'",
        "style='DISPLAY: None !important'",
        "style='visibility:hidden'",
        "style='visibility: collapse'",
        "style='font-size:0'",
        "style='font-size:0px'",
        "style='font:0/0 a'",
        "style='opacity:0'",
        "style='opacity: 0.0'",
        "style='position:absolute;clip:rect(0 0 0 0)'",
        "style='clip:rect(1px, 1px, 1px, 1px)'",
        "style='clip-path:inset(50%)'",
        "style='clip-path:circle(0)'",
        "style='text-indent:-9999px'",
        "style='position:absolute;left:-10000px'",
        "style='position:fixed;top:-999em'",
        "style='width:0;height:0;overflow:hidden'",
        "style='width:1px;height:1px;overflow:hidden'",
        "style='max-height:0;overflow:hidden'",
        "style='color:transparent'",
        "style='transform:scale(0)'",
        "style='content-visibility:hidden'",
        "class='wt-screen-reader-only'",
        "class='x sr-only'",
        "class='visually-hidden'",
    ],
)
def test_hidden_by_the_element_itself(attributes):
    assert seen(f"frog <span {attributes}>decoy <b>more</b></span> mug") == "frog mug"


@pytest.mark.parametrize(
    "attributes",
    [
        "",
        "style=''",
        "style='display:block'",
        "style='font-size:0.9em'",
        "style='font-size:10px'",
        "style='opacity:0.5'",
        "style='left:-10000px'",
        "style='overflow:hidden;width:100%'",
        "style='width:0'",
        "style='text-indent:-2px'",
        "style='clip:rect(0px, 60px, 200px, 0px);clip:auto'",
        "class='sr-only-not'",
        "data-hidden='true'",
    ],
)
def test_not_hidden(attributes):
    assert seen(f"frog <span {attributes}>green</span> mug") == "frog green mug"


@pytest.mark.parametrize(
    "style",
    [
        ".zq1{display:none}",
        ".a, .zq1 , .b { color: red; display: none }",
        "/* .zq1{display:block} */ .zq1{font-size:0}",
        "@media screen { .zq1 { display: none } }",
        "@media (min-width: 640px) { .zq1 { display: none } }",
        "@supports (display: grid) { .zq1 { display: none } }",
        "p > .zq1 { position: absolute; left: -9999px }",
        "p .zq1:not(.other) { opacity: 0 }",
        "#p1 span { display: none }",
        "[class^='zq'] { visibility: hidden }",
        ".zq1{display:block} .zq1{display:none}",
        "span.zq1{display:none} .zq1{display:inline}",
        ".zq1{display:none",
        "@media screen { .zq1{display:none",
    ],
)
def test_hidden_by_a_style_sheet(style):
    assert seen("<p id='p1'>frog <span class='zq1'>decoy</span> mug</p>", style) == "frog mug"


@pytest.mark.parametrize(
    "style",
    [
        "@media print { .zq1 { display: none } }",
        "@media (max-width: 480px) { .zq1 { display: none } }",
        "@media (min-width: 2000px) { .zq1 { display: none } }",
        "@keyframes zq1 { 0% { opacity: 0 } }",
        "@font-face { font-family: x }",
        ".zq1::before { display: none }",
        ".zq1:hover { display: none }",
        ".zq1{display:none} .zq1{display:inline}",
        ".zq1{display:none} span.zq1{display:inline}",
        ".zq10{display:none}",
        "} .zq1",
        "@@ {{{ }",
    ],
)
def test_not_hidden_by_a_style_sheet(style):
    assert seen("<p>frog <span class='zq1'>green</span> mug</p>", style) == "frog green mug"


def test_an_element_overrules_the_sheet():
    body = "<span class='a' style='display:inline'>frog</span> <span class='a'>decoy</span>"
    assert seen(body, ".a{display:none}") == "frog"


def test_what_is_no_text():
    body = (
        "<script>a</script><style>b</style><noscript>c</noscript><template>d</template>"
        "<svg><title>e</title></svg><dialog>f</dialog><dialog open>frog</dialog><!-- g -->"
    )
    assert seen(body) == "frog"


def test_letters_join_and_blocks_part():
    assert seen("f<b>r</b>og<div>green</div>mug<br>old\n\n pot") == "frog green mug old pot"


def test_copies_count_only_where_there_is_nothing_else():
    assert seen("<b>frog</b><i aria-hidden='true'>frog</i>") == "frog"
    assert seen("<i aria-hidden='true'>USD 5</i>") == "USD 5"
    tree = LexborHTMLParser("<p>a<i aria-hidden='true'>b</i></p>")
    assert Sight(tree).full_text(tree.css_first("p")) == "ab"


def test_shown_only_with_everything_around_it():
    tree = LexborHTMLParser("<div hidden><p><a id='x'>a</a></p></div><a id='y'>b</a>")
    sight = Sight(tree)
    assert not sight.shows(tree.css_first("#x"))
    assert sight.shows(tree.css_first("#y"))


def test_one_node():
    tree = LexborHTMLParser("<style>.a{display:none}</style><h3>Frog<i class='a'>x</i> mug</h3>")
    assert visible_text(tree.css_first("h3")) == "Frog mug"


def test_a_page_of_nothing_but_opening_tags():
    with pytest.raises(BadAnswer, match="opening tags"):
        page_tree(b"<div>" * 60_000, "some_source")
    assert page_tree(b"<ul>" + b"<li>a</li>" * 60_000, "some_source").css_first("li")


def test_a_deep_page_is_read():
    tree = page_tree(b"<div>" * 3_000 + b"frog", "some_source")
    assert Sight(tree).text(tree.body) == "frog"


@given(st.text(max_size=200))
def test_any_sheet_can_be_read(text):
    for rule in rules(text):
        assert rule.selector
    assert isinstance(hides(declarations(text)), bool)


@given(st.text(alphabet="<>/abdiv pstyle{}.:;\"'=", max_size=200))
def test_any_page_can_be_read(text):
    tree = LexborHTMLParser(text)
    if tree.body:
        shown = Sight(tree).text(tree.body)
        assert shown == " ".join(shown.split())
