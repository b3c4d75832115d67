//! Functions of the Python module `bank`.

use ferrule_rt::prelude::*;

/// The value of a step, or out of the labelled block with why it stopped.
macro_rules! attempt {
    ($label:lifetime, $step:expr) => {
        match $step {
            Ok(value) => value,
            Err(stop) => break $label stop,
        }
    };
}

#[derive(Debug)]
pub struct Account {
    pub owner: Str,
    pub balance: i64,
    pub overdraft: i64,
    pub transfers: i64,
}

/// Do all transfers, each for a fee. How many went wrong, by reason, and the fees earned.
pub fn settle(
    accounts: &mut Dict<Str, Account>,
    transfers: &[(Str, Str, i64)],
    fee: i64,
) -> Res<(Dict<Str, i64>, i64)> {
    let mut refused: Dict<Str, i64> = Dict::from([(Str::ascii("funds"), 0), (Str::ascii("amount"), 0), (Str::ascii("owner"), 0)]);
    let mut earned: i64 = 0;
    for &(ref payer, ref payee, cents) in transfers {
        'done: {
            let stop: Stop = 'attempt: {
                attempt!('attempt, transfer(accounts, payer, payee, cents));
                let balance = &mut accounts.at_mut(payer)?.balance;
                *balance = int::sub(*balance, fee)?;
                earned = int::add(earned, fee)?;
                break 'done;
            };
            if stop.matches(&[ExcKind::User(0)]) {
                let entry = refused.at_mut(&Str::ascii("funds"))?;
                *entry = int::add(*entry, 1)?;
            } else if stop.matches(&[ExcKind::ValueError]) {
                let entry_2 = refused.at_mut(&Str::ascii("amount"))?;
                *entry_2 = int::add(*entry_2, 1)?;
            } else if stop.matches(&[ExcKind::KeyError]) {
                let entry_3 = refused.at_mut(&Str::ascii("owner"))?;
                *entry_3 = int::add(*entry_3, 1)?;
            } else {
                return Err(stop);
            }
        }
    }
    Ok((refused, earned))
}

/// Move money between two accounts; nothing moves if it cannot.
pub fn transfer(
    accounts: &mut Dict<Str, Account>,
    payer: &Str,
    payee: &Str,
    cents: i64,
) -> Res<()> {
    let source = accounts.place_of(payer)?;
    let target = accounts.place_of(payee)?;
    account_withdraw(accounts.value_at_mut(source), cents)?;
    account_deposit(accounts.value_at_mut(target), cents)?;
    Ok(())
}

/// Put money in.
pub fn account_deposit(this: &mut Account, cents: i64) -> Res<()> {
    if cents <= 0 {
        return Err(Stop::value_error(string::concat_all(&[&Str::ascii("cannot move "), &int::to_str(cents), &Str::ascii(" cents")])));
    }
    this.balance = int::add(this.balance, cents)?;
    this.transfers = int::add(this.transfers, 1)?;
    Ok(())
}

/// Take money out, down to the overdraft that was agreed on.
pub fn account_withdraw(this: &mut Account, cents: i64) -> Res<()> {
    if cents <= 0 {
        return Err(Stop::value_error(string::concat_all(&[&Str::ascii("cannot move "), &int::to_str(cents), &Str::ascii(" cents")])));
    }
    if int::add(this.balance, this.overdraft)? < cents {
        return Err(Stop::new(ExcKind::User(0), string::concat_all(&[&this.owner, &Str::ascii(" lacks "), &int::to_str(int::sub(cents, this.balance)?), &Str::ascii(" cents")])));
    }
    this.balance = int::sub(this.balance, cents)?;
    this.transfers = int::add(this.transfers, 1)?;
    Ok(())
}
