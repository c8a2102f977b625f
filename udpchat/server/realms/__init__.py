"""Links to other servers: agreed by both operators, proved by both sides, and what crosses them: see REALMS.md."""
