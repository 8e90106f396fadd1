"""What is changed from these pages: that something was handed out is recorded."""
