"""What an act leaves to be done after it: letters to be sent, errands to be run. Written in its transaction."""
