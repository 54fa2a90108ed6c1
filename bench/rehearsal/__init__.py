"""The outside world on loopback: every platform answers with made-up, labelled terms.

What these servers say is synthetic. It is only ever landed in a temporary folder.
"""
