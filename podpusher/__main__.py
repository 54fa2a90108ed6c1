"""`python -m podpusher`."""

from podpusher.cli import app

app()
