"""The portal's pages, made on the server: they work with scripts off."""
