"""Settle a day of transfers between accounts, cent by cent.

Usage: python bank.py [TRANSFERS]
"""

import random
import sys


class InsufficientFunds(Exception):
    """An account does not hold what it should pay."""


class Account:
    """An account with its balance in cents."""

    def __init__(self, owner, balance, overdraft=0):
        self.owner = owner
        self.balance = balance
        self.overdraft = overdraft
        self.transfers = 0

    def deposit(self, cents):
        """Put money in."""
        if cents <= 0:
            raise ValueError(f"cannot move {cents} cents")
        self.balance += cents
        self.transfers += 1

    def withdraw(self, cents):
        """Take money out, down to the overdraft that was agreed on."""
        if cents <= 0:
            raise ValueError(f"cannot move {cents} cents")
        if self.balance + self.overdraft < cents:
            raise InsufficientFunds(f"{self.owner} lacks {cents - self.balance} cents")
        self.balance -= cents
        self.transfers += 1

    def add_interest(self, basis_points):
        """Pay or charge a year's interest, rounded down."""
        self.balance += self.balance * basis_points // 10_000


def open_accounts(count, seed=41):
    """Accounts by owner."""
    numbers = random.Random(seed)
    accounts = {}
    for i in range(count):
        owner = f"customer-{i:04}"
        accounts[owner] = Account(owner, numbers.randint(0, 500_000), numbers.choice([0, 50_000]))
    return accounts


def sample_transfers(accounts, count, seed=43):
    """(payer, payee, cents); a few name nobody, or move nothing."""
    numbers = random.Random(seed)
    owners = [*accounts, "nobody"]
    transfers = []
    for _ in range(count):
        payer, payee = numbers.choices(owners, k=2)
        cents = int(numbers.expovariate(1 / 30_000))
        transfers.append((payer, payee, cents))
    return transfers


def transfer(accounts, payer, payee, cents):
    """Move money between two accounts; nothing moves if it cannot."""
    source = accounts[payer]
    target = accounts[payee]
    source.withdraw(cents)
    target.deposit(cents)


def settle(accounts, transfers, fee=15):
    """Do all transfers, each for a fee. How many went wrong, by reason, and the fees earned."""
    refused = {"funds": 0, "amount": 0, "owner": 0}
    earned = 0
    for payer, payee, cents in transfers:
        try:
            transfer(accounts, payer, payee, cents)
        except InsufficientFunds:
            refused["funds"] += 1
        except ValueError:
            refused["amount"] += 1
        except KeyError:
            refused["owner"] += 1
        else:
            accounts[payer].balance -= fee
            earned += fee
    return refused, earned


def close_year(accounts, basis_points):
    """Pay interest on all accounts; the sum of all balances afterwards."""
    total = 0
    for account in accounts.values():
        account.add_interest(basis_points)
        total += account.balance
    return total


def main():
    """Print what was refused, what was earned and who is richest after some days of transfers."""
    count = int(sys.argv[1]) if len(sys.argv) > 1 else 1_500_000
    accounts = open_accounts(2000)
    transfers = sample_transfers(accounts, count)
    refused, earned = settle(accounts, transfers)
    for reason, times in refused.items():
        print(f"refused for {reason}: {times}")
    print(f"fees {earned}, all balances {close_year(accounts, 125)}")
    richest = sorted(accounts.values(), key=lambda account: (-account.balance, account.owner))
    for account in richest[:5]:
        print(f"{account.owner}: {account.balance} cents, {account.transfers} transfers")


if __name__ == "__main__":
    main()
