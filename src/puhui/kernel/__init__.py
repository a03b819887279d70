"""The words that every room speaks: money, dates, ids, actors, refusals, texts, ports. Pure Python."""
