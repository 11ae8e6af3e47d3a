"""The figures of README.md: our real wire beside its peers, in one run, each figure by its own command."""
