"""The ledger: who did, told, read or was refused what. Knows no cases: one reaches it as a reference and facts."""
