"""The Instagram tag pages: every shape met so far, recomputed from the documents themselves."""

from __future__ import annotations

import json
from typing import Any

import pytest

from connectors.errors import (
    Blocked,
    LoginWall,
    UnknownMarkup,
)
from connectors.trends.instagram_page import count_in
from tests.connectors.trends.cases.instagram import hashtag_page
from tests.connectors.trends.instagram_samples import (
    CANONICAL,
    named_in,
    objects,
    parse,
    tag_page,
    values,
)


class TestRecordedAnswers:
    @pytest.fixture
    def folder(self, shared_data):
        return shared_data / "pages/instagram"

    def test_the_hashtag_of_2021(self, folder):
        body = (folder / "hashtag.json").read_bytes()
        hashtag = json.loads(body)["data"]["hashtag"]
        parsed = parse(body)
        assert values(parsed, "posts_total") == {
            hashtag["name"]: hashtag["edge_hashtag_to_media"]["count"]
        }
        assert set(parsed.frame["region"]) == {"WW"}
        assert set(parsed.frame["kind"]) == {"hashtag"}
        assert parsed.quarantine.is_empty()

    def test_hashtags_beside_it(self, folder):
        document = json.loads((folder / "hashtag.json").read_bytes())
        counted = named_in(document)
        del counted[document["data"]["hashtag"]["name"]]
        mentions = {
            term.lower(): value for term, value in values(parse(document), "mentions").items()
        }
        assert len(mentions) == min(50, len(counted))
        assert {term: counted[term] for term in mentions} == mentions
        assert min(mentions.values()) >= max(
            [count for term, count in counted.items() if term not in mentions], default=0
        )

    def test_no_person_of_it(self, folder):
        body = (folder / "hashtag.json").read_bytes()
        shown = json.dumps(parse(body).frame.rows(), default=str)
        for node in objects(json.loads(body)):
            if "shortcode" in node:
                assert node["shortcode"] not in shown
            if set(node) == {"id"}:
                assert node["id"] not in shown  # an owner

    def test_a_profile_gives_its_hashtags_and_no_count(self, folder):
        body = (folder / "profile-additional-data.html").read_bytes()
        text = body.decode()
        document = json.JSONDecoder().raw_decode(
            text[text.index("{", text.index("window.__additionalDataLoaded('/")) :]
        )[0]
        parsed = parse(body)
        assert not values(parsed, "posts_total")
        mentions = {term.lower(): value for term, value in values(parsed, "mentions").items()}
        assert mentions == named_in(document)
        assert "robert downey" not in json.dumps(parsed.frame.rows(), default=str).lower()

    def test_a_failed_sign_in(self, folder):
        with pytest.raises(LoginWall):
            parse((folder / "login-error.json").read_bytes())

    def test_a_general_refusal(self, folder):
        with pytest.raises(Blocked):
            parse((folder / "login-generic-errors.json").read_bytes())


class TestShapes:
    @pytest.mark.parametrize(
        "hashtag",
        [
            {"name": "paris", "edge_hashtag_to_media": {"count": 1200}},
            {"name": "paris", "media_count": 1200},
            {"name": "#paris", "media_count": "1,200"},
            {"name": "paris", "media_count": None, "formatted_media_count": "1.2K"},
            {"name": "paris", "search_result_subtitle": "1.2K posts"},
            {"tag_name": "paris", "posts_count": 1200, "profile_pic_url": None},
            {"hashtagName": "paris", "mediaCount": "1200"},
        ],
    )
    @pytest.mark.parametrize(
        "wrap",
        [
            lambda tag: {"data": {"hashtag": tag}, "status": "ok"},
            lambda tag: {"data": tag, "status": "ok"},
            lambda tag: {"data": {"xdt_tag_page": {"edges": [{"node": {"hashtag": tag}}]}}},
            lambda tag: {"graphql": {"hashtag": tag}},
        ],
    )
    def test_names_and_wrappers_may_differ(self, hashtag, wrap):
        parsed = parse(wrap(hashtag))
        assert values(parsed, "posts_total") == {"paris": 1200}
        assert parsed.frame["url"].to_list() == ["https://www.instagram.com/explore/tags/paris/"]
        assert parsed.quarantine.is_empty()

    def test_sections_of_posts(self):
        def media(number: int, caption: Any) -> dict[str, Any]:
            return {"media": {"pk": number, "caption": caption, "user": {"username": "who"}}}

        top = [media(1, {"text": "#Paris #cafe", "user": {"full_name": "#who"}}), media(2, None)]
        recent = [media(1, {"text": "#Paris #cafe"}), media(3, {"text": "#CAFE at #home #cafe"})]
        answer = {
            "data": {
                "name": "paris",
                "media_count": 9,
                "top": {"sections": [{"layout_content": {"medias": top}}]},
                "recent": {"sections": [{"layout_content": {"medias": recent}}]},
            }
        }
        assert values(parse(answer), "mentions") == {"cafe": 2, "home": 1}  # the first post once

    def test_people_and_places_are_no_hashtags(self):
        parsed = parse(hashtag_page(2))
        assert values(parsed, "posts_total") == {"handmade1": 50, "handmade2": 100}

    def test_a_page_carries_the_answer_in_a_script(self):
        data = {"entry_data": {"TagPage": [{"graphql": {"hashtag": {"name": "paris"}}}]}}
        data["entry_data"]["TagPage"][0]["graphql"]["hashtag"]["media_count"] = 77
        for script in (
            f"<script>window._sharedData = {json.dumps(data)};</script>",
            f"<script>window.__additionalDataLoaded('/x/',{json.dumps(data)});</script>",
            f'<script type="application/json" data-sjs>{json.dumps(data)}</script>',
        ):
            page = f"<!DOCTYPE html><html>{script}</html>".encode()
            assert values(parse(page), "posts_total") == {"paris": 77}

    @pytest.mark.parametrize(
        ("bad", "reason"),
        [
            ({"name": "paris", "media_count": "many"}, "bad_number"),
            ({"name": "paris", "media_count": -1}, "bad_number"),
            ({"name": "paris", "media_count": 1.5}, "bad_number"),
            ({"name": "paris", "media_count": True}, "bad_number"),
            ({"name": "", "media_count": 5}, "missing_term"),
            ({"name": None, "media_count": 5}, "missing_term"),
        ],
    )
    def test_bad_rows_are_refused_with_a_reason(self, bad, reason):
        hashtags = [{"hashtag": bad}, {"hashtag": {"name": "fine", "media_count": 3}}]
        parsed = parse({"hashtags": hashtags, "status": "ok"})
        assert values(parsed, "posts_total") == {"fine": 3}
        assert parsed.quarantine["reason"].to_list() == [reason]

    def test_a_hashtag_without_a_count_is_left_out(self):
        hashtags = [{"hashtag": {"name": "paris", "media_count": None}}]
        parsed = parse({"hashtags": hashtags, "status": "ok"})
        assert parsed.frame.is_empty()
        assert parsed.quarantine.is_empty()

    @pytest.mark.parametrize(
        "answer", [{"data": {"hashtag": None}, "status": "ok"}, {"hashtags": [], "users": []}]
    )
    def test_no_such_hashtag_is_no_error(self, answer):
        assert parse(answer).frame.is_empty()


class TestTheHeadOfAPage:
    @pytest.mark.parametrize(
        ("sentence", "posts"),
        [
            ("125M Posts - See Instagram photos and videos from ‘paris’ hashtag", 125_000_000),
            ("6,446 posts – See Instagram photos", 6_446),
            ("125,8 Mio. Beiträge – Sieh dir Fotos an", 125_800_000),
            ("12.345 Beiträge", 12_345),
            ("1,2 M de publications - Découvrez", 1_200_000),
            ("125\u202f782\u202f874 publications - Voir", 125_782_874),
            ("1,2 mil millones de publicaciones - Mira", 1_200_000_000),
            ("1,5 mi de publicações - Veja", 1_500_000),
            ("125 млн публикаций — смотрите", 125_000_000),
            ("1.2億件の投稿 - 写真", 120_000_000),
            ("게시물 1.2억개 - 사진", 120_000_000),
            ("#2024: 3.4K posts", 3_400),
            ("4,5 mil. postov", None),  # a million in one language, a thousand in another
            ("125 E bejegyzés", None),
            ("See photos and videos", None),
        ],
    )
    def test_counts_in_many_languages(self, sentence, posts):
        assert count_in(sentence) == posts

    def test_a_tag_page(self):
        page = tag_page("125M Posts - See Instagram photos and videos", head=CANONICAL)
        assert values(parse(page), "posts_total") == {"paris": 125_000_000}

    @pytest.mark.parametrize(
        "head",
        [
            '<meta property="al:ios:url" content="instagram://tag?name=paris" />',
            "<meta property='og:url' content='https://www.instagram.com/explore/tags/paris/?hl=de'>",
            '<meta property="og:title" content="#paris hashtag on Instagram" />',
        ],
    )
    def test_where_a_page_says_its_hashtag(self, head):
        page = tag_page("1.5K posts", head=head)
        assert values(parse(page, hashtag="other"), "posts_total") == {"paris": 1500}

    def test_a_page_that_does_not_is_the_one_asked_for(self):
        page = tag_page("1.5K posts")
        assert values(parse(page, hashtag="paris"), "posts_total") == {"paris": 1500}
        address = "https://www.instagram.com/explore/tags/caf%C3%A9/"
        assert values(parse(page, url=address), "posts_total") == {"café": 1500}

    @pytest.mark.parametrize(
        ("description", "title", "head"),
        [
            ("46m Followers, 50 Following, 455 Posts - Some Body (@who)", "Some Body (@who)", ""),
            ("455 Posts - by Some Body", "Some Body (@who) • Instagram", ""),
            (
                "6,446 Posts - See photos taken at ‘Somewhere’",
                "Somewhere on Instagram",
                '<link rel="canonical" href="https://www.instagram.com/explore/locations/1/a/">',
            ),
        ],
    )
    def test_the_posts_of_people_and_places_are_not_counted(self, description, title, head):
        with pytest.raises(UnknownMarkup):
            parse(tag_page(description, title=title, head=head), hashtag="paris")
