"""Everything that differs between Windows, macOS and Linux desktops. The system is handed in, so that tests run each branch."""
