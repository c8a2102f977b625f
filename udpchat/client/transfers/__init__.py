"""Files of this person on their way: uploads and downloads that outlive connections and processes."""
