//! `examples/bank.py`: transfers between accounts.

use pyo3::intern;
use pyo3::prelude::*;
use pyo3::types::{PyDict, PyList, PyString, PyTuple};
use rustc_hash::FxHashMap;

#[derive(FromPyObject)]
struct Account {
    balance: i64,
    overdraft: i64,
    transfers: i64,
}

enum Refusal {
    Funds,
    Amount,
    Owner,
}

struct Bank<'a> {
    accounts: Vec<Account>,
    numbers: FxHashMap<&'a str, usize>,
}

impl Bank<'_> {
    fn transfer(&mut self, payer: &str, payee: &str, cents: i64) -> Result<usize, Refusal> {
        let &payer = self.numbers.get(payer).ok_or(Refusal::Owner)?;
        let &payee = self.numbers.get(payee).ok_or(Refusal::Owner)?;
        let source = &mut self.accounts[payer];
        if cents <= 0 {
            return Err(Refusal::Amount);
        }
        if source.balance + source.overdraft < cents {
            return Err(Refusal::Funds);
        }
        source.balance -= cents;
        source.transfers += 1;
        let target = &mut self.accounts[payee];
        target.balance += cents;
        target.transfers += 1;
        Ok(payer)
    }
}

/// Do all transfers, each for a fee. How many went wrong, by reason, and the fees earned.
#[pyfunction]
#[pyo3(signature = (accounts, transfers, fee = 15))]
pub fn settle<'py>(
    accounts: &Bound<'py, PyDict>,
    transfers: &Bound<'py, PyList>,
    fee: i64,
) -> PyResult<(Bound<'py, PyDict>, i64)> {
    let py = accounts.py();
    let owners: Vec<_> = accounts
        .keys()
        .iter()
        .map(|owner| owner.cast_into::<PyString>())
        .collect::<Result<_, _>>()?;
    let mut bank = Bank {
        accounts: Vec::new(),
        numbers: FxHashMap::default(),
    };
    for (number, owner) in owners.iter().enumerate() {
        bank.numbers.insert(owner.to_str()?, number);
    }
    for account in accounts.values() {
        bank.accounts.push(account.extract()?);
    }
    let (mut funds, mut amount, mut owner, mut earned) = (0, 0, 0, 0);
    for transfer in transfers {
        let transfer = transfer.cast::<PyTuple>()?;
        let (payer, payee) = (transfer.get_item(0)?, transfer.get_item(1)?);
        let payer = payer.cast::<PyString>()?.to_str()?;
        let payee = payee.cast::<PyString>()?.to_str()?;
        match bank.transfer(payer, payee, transfer.get_item(2)?.extract()?) {
            Ok(payer) => {
                bank.accounts[payer].balance -= fee;
                earned += fee;
            }
            Err(Refusal::Funds) => funds += 1,
            Err(Refusal::Amount) => amount += 1,
            Err(Refusal::Owner) => owner += 1,
        }
    }
    for (account, object) in bank.accounts.iter().zip(accounts.values()) {
        object.setattr(intern!(py, "balance"), account.balance)?;
        object.setattr(intern!(py, "transfers"), account.transfers)?;
    }
    let refused = PyDict::new(py);
    refused.set_item("funds", funds)?;
    refused.set_item("amount", amount)?;
    refused.set_item("owner", owner)?;
    Ok((refused, earned))
}
