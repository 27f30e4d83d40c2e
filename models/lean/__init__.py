"""Makes the lean layers of the default embedding model (``models.e5_lean``): needed when they are to be made anew, never at run time."""
