"""The answer where the same came before."""
