"""`python -m waymark` is the command `waymark`."""

from waymark.cli import main

if __name__ == "__main__":
    main()
