//! Functions of the Python module `dijkstra`.

use ferrule_rt::prelude::*;

/// The time from `start` to each crossing, and the crossing just before it on the way.
pub fn quickest(
    streets: &Dict<i64, Vec<(i64, i64)>>,
    start: i64,
) -> Res<(Dict<i64, i64>, Dict<i64, i64>)> {
    let mut times: Dict<i64, i64> = Dict::from([(start, 0)]);
    let mut came_from: Dict<i64, i64> = Dict::new();
    let mut queue: Vec<(i64, i64)> = vec![(0, start)];
    while !queue.is_empty() {
        interrupt::poll()?;
        let (time, here) = heappop(&mut queue)?;
        if time > *times.at(&here)? {
            continue;
        }
        for &(there, seconds) in streets.at(&here)? {
            interrupt::poll()?;
            let arrival = int::add(time, seconds)?;
            if times.get(&there).is_none_or(|&known| arrival < known) {
                times.insert(there, arrival);
                came_from.insert(there, here);
                heappush(&mut queue, (arrival, there))?;
            }
        }
    }
    Ok((times, came_from))
}

/// Pop the smallest item off the heap, maintaining the heap invariant.
pub fn heappop(heap: &mut Vec<(i64, i64)>) -> Res<(i64, i64)> {
    let lastelt = list::pop(heap)?;
    if !heap.is_empty() {
        let returnitem = heap[0];
        heap[0] = lastelt;
        _siftup(heap, 0)?;
        return Ok(returnitem);
    }
    Ok(lastelt)
}

pub fn _siftup(heap: &mut [(i64, i64)], mut pos: i64) -> Res<()> {
    let endpos = list::len(heap);
    let startpos = pos;
    let newitem = heap[pos as usize];
    let mut childpos = 2 * pos + 1;
    while childpos < endpos {
        interrupt::poll()?;
        let rightpos = childpos + 1;
        if rightpos < endpos && !order::lt(&heap[childpos as usize], &heap[rightpos as usize])? {
            childpos = rightpos;
        }
        let value = heap[childpos as usize];
        heap[pos as usize] = value;
        pos = childpos;
        childpos = 2 * pos + 1;
    }
    heap[pos as usize] = newitem;
    _siftdown(heap, startpos, pos)?;
    Ok(())
}

pub fn _siftdown(heap: &mut [(i64, i64)], startpos: i64, mut pos: i64) -> Res<()> {
    let newitem = heap[pos as usize];
    while pos > startpos {
        interrupt::poll()?;
        let parentpos = (pos - 1) >> 1;
        let parent = heap[parentpos as usize];
        if order::lt(&newitem, &parent)? {
            heap[pos as usize] = parent;
            pos = parentpos;
            continue;
        }
        break;
    }
    heap[pos as usize] = newitem;
    Ok(())
}

/// Push item onto heap, maintaining the heap invariant.
pub fn heappush(heap: &mut Vec<(i64, i64)>, item: (i64, i64)) -> Res<()> {
    heap.push(item);
    let value = list::len(heap) - 1;
    _siftdown(heap, 0, value)?;
    Ok(())
}

/// The crossings from the start to `goal`.
pub fn route(came_from: &Dict<i64, i64>, goal: i64) -> Res<Vec<i64>> {
    let mut way = vec![goal];
    while came_from.contains(list::at(&way, -1)?) {
        interrupt::poll()?;
        way.push(*came_from.at(list::at(&way, -1)?)?);
    }
    way.reverse();
    Ok(way)
}
