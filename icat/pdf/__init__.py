"""Documents on paper: drawn as HTML, made into tagged PDF in a child process that fetches nothing."""
