"""Views: what a page shows of a run while it trains, one file each; `aelab.VIEWS` finds them."""
