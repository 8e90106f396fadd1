"""What happens without a click: letters leave, checkpoints are taken, old things forgotten, the log is checked."""
