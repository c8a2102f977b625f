"""What opens over the chat, without the windows: each errand is one sheet, its state, and what a person does there."""
