"""What may be asked of the ledger."""
