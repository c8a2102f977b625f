"""Looking after a relay that is a process of its own: what its folder says, how it is started, kept running, ended."""
