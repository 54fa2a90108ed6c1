"""What a seller does: filter, go on, open a term, look at a design, read a draft."""

from __future__ import annotations

import re
from urllib.parse import unquote

from streamlit.testing.v1 import AppTest

from api.schemas.terms import SourceEvidence
from app import reads
from tests.app.conftest import Open
from tests.factories.wire import NO_SEASON, a_trend
from tests.factories.wire_goods import a_design, a_draft, an_idea
from tests.fakes.api import FakeApi


def terms(screen: AppTest) -> list[str]:
    return list(screen.dataframe[0].value["term"])


def last(api: FakeApi, path: str) -> dict[str, str]:
    return [query for asked, query in api.asked if asked == path][-1]


def html_of(screen: AppTest) -> str:
    return "\n".join(str(element.proto.body) for element in screen.html)


def test_the_table_marks_curated_and_blocked_terms(full: FakeApi, visit: Open) -> None:
    rows = visit(full).dataframe[0].value
    by_term = dict(zip(rows["term"], rows["who"], strict=True))
    assert by_term["nurse life"] == "From our list, not measured"
    checks = dict(zip(rows["term"], rows["check"], strict=True))
    assert checks["Taylor Swift"] == "Blocked: a person's name"
    assert checks["book club"] == "No name found"


def test_a_filter_goes_to_the_api_and_into_the_address(full: FakeApi, visit: Open) -> None:
    screen = visit(full)
    screen.selectbox(key="filter_stage").set_value("emerging").run()
    assert terms(screen) == ["frog mug"]
    assert last(full, "/v1/trends")["stage"] == "emerging"
    assert screen.query_params["stage"] == "emerging"
    screen.selectbox(key="filter_stage").set_value(None).run()
    assert "stage" not in screen.query_params
    assert len(terms(screen)) == 25


def test_a_region_is_chosen_by_its_name(full: FakeApi, visit: Open) -> None:
    full.stock.trends = [
        a_trend("frog mug", 1, regions=["DE", "WW"]),
        a_trend("book club", 2, regions=["DE", "US"]),
    ]
    screen = visit(full)
    box = screen.selectbox(key="filter_region")
    assert box.options == ["Worldwide", "Germany", "United States"]
    box.set_value("US").run()
    assert terms(screen) == ["book club"]
    assert last(full, "/v1/trends")["region"] == "US"
    assert screen.query_params["region"] == "US"


def test_one_region_is_no_choice(full: FakeApi, visit: Open) -> None:
    full.stock.trends = [a_trend("frog mug", 1, regions=["WW"])]
    screen = visit(full, region="WW")
    assert not [box for box in screen.selectbox if box.key == "filter_region"]
    assert "region" not in last(full, "/v1/trends")


def test_a_term_says_where_it_was_measured(full: FakeApi, visit: Open) -> None:
    screen = visit(full, "term", term="book club")
    (said,) = [one.value for one in screen.caption if "five weeks" in one.value]
    assert said == "Measured in the last five weeks in: United States and Worldwide"


def test_expired_evidence_is_said_in_place_of_an_empty_table(full: FakeApi, visit: Open) -> None:
    gone = {"retention_days": 30, "ended_on": "2024-12-01", "rows": 0}
    left = [
        SourceEvidence(source_id="tiktok_trends_page", state="expired", **gone),
        SourceEvidence(source_id="youtube_data_api", state="partly_expired", **gone),
        SourceEvidence(source_id="wikimedia_article", state="not_shown", rows=0),
    ]
    full.stock.trends = [
        a_trend("book club", 1, evidence=[], evidence_sources=left, evidence_complete=False)
    ]
    said = "\n".join(one.value for one in visit(full, "term", term="book club").markdown)
    said = said.replace("\\", "")  # signs that Markdown would read
    assert "TikTok trend page: evidence expired." in said
    assert "may be kept for 30 days; the rows behind this score were deleted on Dec 1, 2024" in said
    assert "YouTube most popular, with a key: a part of the evidence has expired." in said
    assert "Wikipedia article views: the rows are kept" in said
    assert "not what was said on that day" in said
    assert "No stored sighting" not in said


def test_the_list_can_be_taken_away_as_a_table(full: FakeApi, visit: Open) -> None:
    (button,) = visit(full).get("download_button")
    assert button.proto.label == "Download as a table"
    assert not visit(full, q="no such term").get("download_button")


def test_filters_come_from_the_address(full: FakeApi, visit: Open) -> None:
    screen = visit(full, risk="block", q="swift", min_confidence="0.5")
    assert terms(screen) == ["Taylor Swift"]
    assert screen.slider(key="filter_min_confidence").value == 50
    assert last(full, "/v1/trends")["min_confidence"] == "0.5"


def test_trends_are_narrowed_to_a_product(full: FakeApi, visit: Open) -> None:
    screen = visit(full, product="tote")
    assert screen.selectbox(key="filter_product").value == "tote"
    assert last(full, "/v1/trends")["product"] == "tote"


def test_nonsense_in_the_address_counts_as_no_filter(full: FakeApi, visit: Open) -> None:
    screen = visit(full, stage="exploding", min_confidence="much")
    assert not screen.exception
    assert len(terms(screen)) == 25
    assert "stage" not in last(full, "/v1/trends")


def test_no_result_offers_to_clear_the_filters(full: FakeApi, visit: Open) -> None:
    screen = visit(full, q="zebra")
    assert not screen.dataframe
    assert "No term fits" in screen.subheader[0].value
    screen.button(key="filters_clear").click().run()
    assert len(terms(screen)) == 25
    assert "q" not in screen.query_params
    assert screen.text_input(key="filter_q").value == ""


def test_next_and_previous_walk_the_pages(full: FakeApi, visit: Open) -> None:
    screen = visit(full)
    first = terms(screen)
    assert screen.button(key="trends_previous").disabled
    screen.button(key="trends_next").click().run()
    second = terms(screen)
    assert not set(first) & set(second)
    assert "26–35" in screen.markdown[0].value
    assert screen.button(key="trends_next").disabled
    screen.button(key="trends_previous").click().run()
    assert terms(screen) == first


def test_another_filter_begins_at_the_first_page(full: FakeApi, visit: Open) -> None:
    screen = visit(full)
    screen.button(key="trends_next").click().run()
    screen.selectbox(key="filter_sort").set_value("-score").run()
    assert "cursor" not in last(full, "/v1/trends")
    assert screen.button(key="trends_previous").disabled


def test_a_page_of_figures_that_were_replaced_begins_anew(full: FakeApi, visit: Open) -> None:
    screen = visit(full)
    screen.button(key="trends_next").click().run()
    whole = full.stock.trends
    calls = len(full.asked)
    full.stock.generation = "20250101T120000000000-0123abcd"

    class Gone(FakeApi):
        def handle_request(self, request):  # type: ignore[no-untyped-def]
            if "cursor" in request.url.params:
                self.failing["/v1/trends"] = (410, "serving.snapshot_gone")
            else:
                self.failing.pop("/v1/trends", None)
            return super().handle_request(request)

    gone = Gone(full.stock)
    reads.connect(reads.KeptClient("http://newer.test/api", transport=gone))
    screen.run()
    assert not screen.exception
    assert terms(screen)[0] == whole[0].display
    assert screen.button(key="trends_previous").disabled
    assert len(full.asked) == calls


def test_choosing_a_term_opens_its_page(full: FakeApi, visit: Open) -> None:
    screen = visit(full)
    screen.selectbox(key="open_term_0").set_value("frog mug").run()
    assert screen.query_params["term"] == "frog mug"
    screen.run()
    assert screen.title[0].value == "frog mug"


def test_cards_for_a_phone_link_to_the_same_terms(full: FakeApi, visit: Open) -> None:
    screen = visit(full)
    links = re.findall(r'href="term\?term=([^"]+)"', html_of(screen))
    assert [unquote(link.replace("+", " ")) for link in links][:3] == [
        "book club",
        "nurse life",
        "taylor swift",
    ]


def test_the_term_page_explains_the_score(full: FakeApi, visit: Open) -> None:
    screen = visit(full, "term", term="book club")
    figures = {metric.label: metric.value for metric in screen.metric}
    assert figures["Sure"] == "62%"
    assert figures["Stage"] == "Rising"
    assert figures["Rank"] == "1"
    said = " ".join(element.value for element in screen.markdown)
    assert "at least" in said
    html = html_of(screen)
    assert "Competition" in html
    assert "searches and competing listings" in html
    assert "1.2M" in html
    assert 'href="https://social.example/tag"' in html
    assert "Valentine" in said


def test_the_term_page_says_which_products_suit_and_why(full: FakeApi, visit: Open) -> None:
    html = html_of(visit(full, "term", term="book club"))
    assert "<b>Tote bag</b>" in html
    assert "carry a bag" in html
    full.stock.trends = [a_trend(products=[], product_reasons=[])]
    screen = visit(full, "term", term="book club")
    assert "carry a bag" not in html_of(screen)
    assert any("too low for any product" in element.value for element in screen.markdown)


def test_another_series_can_be_chosen(full: FakeApi, visit: Open) -> None:
    screen = visit(full, "term", term="book club")
    series = screen.selectbox(key="series_t-book-club")
    assert series.options[1] == "YouTube trending videos: Place on the list, a day"
    series.set_value(1).run()
    assert not screen.exception
    assert any("YouTube trending videos" in caption.value for caption in screen.caption)


def test_a_term_of_our_list_that_was_measured_is_not_called_unmeasured(
    full: FakeApi, visit: Open
) -> None:
    unmeasured = "From our list, not measured"  # its ideas may be, whatever the term is
    assert unmeasured in html_of(visit(full, "term", term="nurse life"))
    of_ideas = html_of(visit(full, "term", term="book club")).count(unmeasured)
    full.stock.trends = [a_trend(is_curated=True)]
    html = html_of(visit(full, "term", term="book club"))
    assert "Also on our list" in html
    assert html.count(unmeasured) == of_ideas


def test_a_curated_term_says_that_nobody_measured_it(full: FakeApi, visit: Open) -> None:
    screen = visit(full, "term", term="nurse life")
    said = " ".join(element.value for element in [*screen.markdown, *screen.caption])
    assert "not measured in the last 90 days" in said
    assert "Nobody measured this term day by day" in said
    assert "No season is known" in said


def test_a_season_that_was_measured_says_over_how_long(full: FakeApi, visit: Open) -> None:
    shape = NO_SEASON.model_copy(
        update={"basis": "measured", "index": 1.2, "ahead": 0.7, "years": 2}
    )
    full.stock.trends = [a_trend(season=shape)]
    screen = visit(full, "term", term="book club")
    said = " ".join(element.value for element in screen.markdown)
    assert "these weeks was 120% of the yearly mean" in said
    assert "Measured over 2 whole years." in said


def test_a_term_without_a_score_has_no_figures(full: FakeApi, visit: Open) -> None:
    screen = visit(full, "term", term="new word")
    figures = {metric.label: metric.value for metric in screen.metric}
    assert figures["Opportunity"] == "–"
    assert figures["Rank"] == "–"
    assert any("too little history" in element.value for element in screen.markdown)


def test_a_blocked_term_shows_the_evidence_and_makes_no_idea(full: FakeApi, visit: Open) -> None:
    screen = visit(full, "term", term="taylor swift")
    assert "Musicians" in html_of(screen)
    assert any("because of its name check" in element.value for element in screen.markdown)


def test_an_unknown_term_and_no_term(full: FakeApi, visit: Open) -> None:
    assert "We do not know this term" in visit(full, "term", term="zebra").subheader[0].value
    assert "Which term" in visit(full, "term").subheader[0].value


def test_ideas_show_their_evidence_in_words(full: FakeApi, visit: Open) -> None:
    html = html_of(visit(full, "ideas"))
    assert "TikTok hashtag views: 295M views in total, Dec 31, 2024 (Recorded, Worldwide)" in html
    assert "place 4" in html
    assert "TikTok hashtag views views in total 295,000,000 on Dec 31, 2024." in html
    assert "T-shirt and Tote bag" in html


def test_ideas_are_filtered_and_cleared(full: FakeApi, visit: Open) -> None:
    screen = visit(full, "ideas", made_from="list")
    assert "More Chapter 2" in html_of(screen)
    assert "More Chapter 1" not in html_of(screen)
    screen.text_input(key="filter_q").set_value("zebra").run()
    assert "No idea fits" in screen.subheader[0].value
    screen.button(key="filters_clear").click().run()
    assert "More Chapter 1" in html_of(screen)


def test_refused_terms_are_listed_with_reasons(full: FakeApi, visit: Open) -> None:
    screen = visit(full, "ideas")
    assert "It names a person." in html_of(screen)
    screen.selectbox(key="filter_reason").set_value("idea.weekday").run()
    assert "It names a person." not in html_of(screen)
    assert "It only names a day of the week." in html_of(screen)


def test_many_ideas_are_shown_a_page_at_a_time(full: FakeApi, visit: Open) -> None:
    full.stock.ideas = [an_idea(number) for number in range(1, 31)]
    screen = visit(full, "ideas")
    assert html_of(screen).count('class="pp-idea"') == 12
    screen.pagination(key="ideas_page").set_value(3).run()
    assert html_of(screen).count('class="pp-idea"') == 6
    screen.text_input(key="filter_q").set_value("Chapter 1").run()
    assert not screen.exception
    assert html_of(screen).count('class="pp-idea"') == 11


def test_the_gallery_changes_the_garment(full: FakeApi, visit: Open) -> None:
    screen = visit(full, "designs")
    assert "variant=mockup_light" in html_of(screen)
    assert "This picture is missing" in html_of(screen)
    screen.segmented_control(key="look").set_value(
        screen.segmented_control(key="look").options[1]
    ).run()
    assert "variant=mockup_dark" in html_of(screen)
    assert "variant=mockup_light" not in html_of(screen)
    assert 'alt="Shirt in navy with the words' in html_of(screen)


def test_one_design_offers_its_files_without_loading_them(full: FakeApi, visit: Open) -> None:
    screen = visit(full, "designs", design="design1")
    html = html_of(screen)
    assert 'href="/api/v1/designs/design1/image?variant=print&amp;v=0123&amp;download=true"' in html
    assert "1.1 MB" in html
    assert "42 kB" in html
    assert "Contrast of the main ink: heather grey" in html  # among all measurements
    assert re.search(r"Heather grey.*?Advice.*?2\.50 : 1", html, re.DOTALL)
    assert not any("image" in path for path, _query in full.asked)


def test_a_failed_print_check_is_said(full: FakeApi, visit: Open) -> None:
    assert "Print check failed" in html_of(visit(full, "designs", design="design2"))


def test_designs_and_drafts_that_are_gone(full: FakeApi, visit: Open) -> None:
    assert "not current" in visit(full, "designs", design="x").subheader[0].value
    assert "not current" in visit(full, "drafts", draft="x").subheader[0].value


def test_searching_designs_and_drafts(full: FakeApi, visit: Open) -> None:
    full.stock.designs = [a_design(number) for number in range(1, 15)]
    full.stock.drafts = [a_draft(number) for number in range(1, 15)]
    designs = visit(full, "designs")
    assert html_of(designs).count("<img") == 12
    designs.text_input(key="filter_q").set_value("chapter 14").run()
    assert html_of(designs).count("<img") == 1
    designs.text_input(key="filter_q").set_value("zebra").run()
    assert "No design fits" in designs.subheader[0].value
    drafts = visit(full, "drafts")
    assert html_of(drafts).count("<img") == 12
    drafts.text_input(key="filter_q").set_value("zebra").run()
    assert "No draft fits" in drafts.subheader[0].value


def test_one_draft_is_ready_to_be_copied(full: FakeApi, visit: Open) -> None:
    screen = visit(full, "drafts", draft="draft1")
    copied = [code.value for code in screen.code]
    assert copied[0] == "Book Club Shirt 1, Reading Gift"
    assert len(copied[1].split(", ")) == 13
    html = html_of(screen)
    assert html.count("assumed") == 2
    assert "-$11.50" in html
    assert "1 thing to do on Etsy" in html
    assert "Quality: 88 of 100" in [header.value for header in screen.header]


def test_a_draft_with_provider_costs_assumes_nothing(full: FakeApi, visit: Open) -> None:
    draft = a_draft(1)
    pricing = draft.pricing.model_copy(update={"basis": "printify"})
    full.stock.drafts = [draft.model_copy(update={"pricing": pricing, "findings": []})]
    html = html_of(visit(full, "drafts", draft="draft1"))
    assert "assumed" not in html
    assert "Nothing left to do" in html


def test_a_blocked_draft_says_what_stops_it(full: FakeApi, visit: Open) -> None:
    html = html_of(visit(full, "drafts", draft="draft2"))
    assert "Must not be published" in html
    assert "acme (brands, exact)" in html


def test_an_unknown_term_offers_what_may_be_meant(full: FakeApi, visit: Open) -> None:
    screen = visit(full, "term", term="froggy")
    assert "We do not know this term" in screen.subheader[0].value
    links = [link.proto.label for link in screen.get("page_link")]
    assert "Did you mean frog mug?" in links
