// Whether the peers do the same work as we: all begin with the same weights and batches, so they find the same loss, and with
// SGD, of which there is one kind, the same after every update.

// Losses are near 2.3, where floats lie 2.4e-7 apart; the same sums in another order were 1.2e-6 apart at most, in ten updates
// as in the first. The loss of the next batch is 1e-2 away.
const kMost = 1e-5;

// { model, optimizer, losses } as ours found them, and the peers' rows { program, losses }. A sentence, or null: all agree.
export function disagreement({ model, optimizer, losses }, rows) {
  const updates = optimizer === "sgd" ? losses.length : 1;
  for (const { program, losses: theirs } of rows)
    for (const [i, ours] of losses.slice(0, updates).entries()) {
      if (!(theirs?.length > 0)) return `${model}: ${program} tells no loss, so nobody knows that it does the same work.`;
      if (i < theirs.length && !(Math.abs(ours - theirs[i]) <= kMost))
        return `${model}, update ${i}: ${program} finds a loss of ${theirs[i]}, Convolab of ${ours}; more than ${kMost} apart is not the same work.`;
    }
  return null;
}
