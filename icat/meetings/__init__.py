"""The case meeting: who comes, what each agency says, each position, and what the table agrees."""
