"""Lets `python -m icat` do what `icat` does."""

from icat.cli import main

if __name__ == "__main__":
    main(prog_name="icat")
