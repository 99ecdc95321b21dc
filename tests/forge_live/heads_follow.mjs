// One correction of emulate 0.12.2, put in as Node loads it; nothing installed is changed.
//
// On GitHub the head of an open pull request is its branch, wherever that moves. In emulate it is
// the commit of its opening for ever, whether the branch moves by PUT contents or by PATCH
// git/refs, and a merge takes that old commit. Waymark moves a branch when a moderator gives a
// text its title, so what was approved could never be merged there. With this, a branch takes its
// open pull requests along. `test_the_head_of_a_pull_request_is_its_branch` fails without it.

import { registerHooks } from "node:module";

const PLACE = 'store.collection("github.refs", ["repo_id"])';

/** Runs inside emulate: its collection of refs, which also moves pull requests. */
function followed(refs, store) {
  if (refs.isFollowed) return refs;
  const update = refs.update.bind(refs);
  refs.isFollowed = true;
  refs.update = (id, data) => {
    const ref = update(id, data);
    const pulls = store.collection("github.pull_requests");
    for (const pull of data.sha ? pulls.all() : []) {
      const isItsBranch =
        pull.head_repo_id === ref.repo_id && `refs/heads/${pull.head_ref}` === ref.ref;
      if (isItsBranch && pull.state === "open") pulls.update(pull.id, { head_sha: ref.sha });
    }
    return ref;
  };
  return refs;
}

registerHooks({
  load(url, context, next) {
    const loaded = next(url, context);
    if (!/\/emulate\/dist\/dist-\w+\.js$/.test(url)) return loaded;
    const source = String(loaded.source);
    const corrected = source.replace(PLACE, `followed(${PLACE}, store)`);
    return corrected === source
      ? loaded
      : { ...loaded, source: `${corrected}\n${followed}` };
  },
});
