"""The pages of the server window. Each takes what the presenter shows and tells the window what the person does."""
