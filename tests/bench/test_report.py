import pytest

from bench import __main__ as command
from bench.__main__ import Bench, run
from bench.report import MARK, Figure, emit, parse, table


@pytest.mark.parametrize(
    ("figure", "goal", "sense", "held"),
    [
        (119.0, 120.0, "at most", True),
        (120.0, 120.0, "at most", True),
        (121.0, 120.0, "at most", False),
        (6.0, 6.0, "at least", True),
        (5.9, 6.0, "at least", False),
        (1.0, 0.0, "at most", False),
        (5.9, None, "at most", None),
    ],
)
def test_a_goal_is_held_or_not(figure, goal, sense, held):
    assert Figure("m", figure, "s", goal, sense).held is held


def test_figures_survive_the_line(capsys):
    figures = [Figure("start", 75.2, "s", 120.0), Figure("rate", 7.5, "/s", 6.0, "at least")]

    emit(figures)

    assert parse(capsys.readouterr().out.strip()) == figures
    assert parse("Ready after 75 s.") is None


def test_the_table_says_what_is_missed():
    lines = table(
        [
            ("replay", Figure("start", 60.0, "s", 120.0)),
            ("replay", Figure("left behind", 2, "", 0.0)),
            ("designs", Figure("rate", 3.0, "/s", 6.0, "at least")),
            ("designs", Figure("check", 190.0, "ms")),
        ]
    ).splitlines()

    assert lines[0].split() == ["bench", "measure", "figure", "goal", "ratio", "held?"]
    assert lines[2].split() == [
        "replay",
        "start",
        "60",
        "s",
        "at",
        "most",
        "120",
        "s",
        "0.50",
        "yes",
    ]
    assert lines[3].split()[-1] == "NO"
    assert lines[4].split()[-2:] == ["0.50", "NO"]
    assert lines[5].split() == ["designs", "check", "190", "ms"]


@pytest.fixture
def measurement(tmp_path, monkeypatch):
    """Makes a measurement of a few lines of Python, run as `python -m <name>`."""
    monkeypatch.setenv("PYTHONPATH", str(tmp_path))

    def make(name: str, body: str, limit: float = 60.0) -> Bench:
        (tmp_path / f"{name}.py").write_text(body)
        return Bench(name, name, (name,), limit)

    return make


def test_a_measurement_gives_figures_and_its_output_is_passed_on(measurement, capsys):
    line = MARK + '[{"measure": "m", "figure": 1.0, "unit": "s", "goal": 2.0}]'

    result = run(measurement("told_figures", f"print('working'); print({line!r})"))

    assert result.figures == [Figure("m", 1.0, "s", 2.0)]
    assert result.trouble is None
    out = capsys.readouterr().out
    assert "working" in out
    assert MARK not in out


def test_one_that_breaks_is_trouble(measurement):
    result = run(measurement("broke_early", "raise SystemExit(3)"))

    assert result.trouble == "gave no figures, exit status 3"


def test_one_that_leaves_itself_out_is_not(measurement):
    result = run(measurement("left_out", f"print({MARK + '[]'!r})"))

    assert result.left_out
    assert result.trouble is None


def test_one_that_takes_too_long_is_ended(measurement, monkeypatch):
    monkeypatch.setattr(command, "POLITE_SECONDS", 1.0)
    deaf = "import signal, time; signal.signal(signal.SIGTERM, signal.SIG_IGN); time.sleep(60)"

    result = run(measurement("never_ends", deaf, limit=1.0))

    assert result.trouble == "took more than 1 s"
