"""Everything that knows of the web and of no case: pages, forms, the parts they are drawn with."""
