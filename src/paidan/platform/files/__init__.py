"""Files: pictures, videos, papers; what is inside them, who may see them, and where their bytes lie."""
