"""Letters about calls, receipts and withdrawals."""
