"""Files on the server: uploads become blobs and posts, downloads are read from blobs, and all of it is accounted for."""
