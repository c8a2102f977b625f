"""What opens over the chat, as cards inside its window: one sheet for each errand, made of a few shared parts."""
