"""The parts of the chat window that only it has. They know widgets and the kit, but neither network nor presenter."""
