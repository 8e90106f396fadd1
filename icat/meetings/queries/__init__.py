"""What pages may ask about research, meetings, positions and the consensus."""
