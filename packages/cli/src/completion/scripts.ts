import type { Shell } from './shells.ts';

/**
 * The script of each shell. All ask `vcp __complete -- WORDS…`, which answers one candidate a line
 * (the value, a tab, what it is), and `:files` where a path belongs.
 */
export const SCRIPTS: Readonly<Record<Shell, string>> = {
  // Bash cuts words at : and =; they are put together again, and the answer is cut as bash did.
  bash: String.raw`# bash completion for vcp
_vcp_complete() {
  local rest="\${COMP_LINE:0:COMP_POINT}" words=() piece i
  for ((i = 0; i <= COMP_CWORD; i++)); do
    piece="\${COMP_WORDS[i]}"
    if [[ i -gt 0 && -n $rest && $rest != [[:space:]]* ]]; then
      words[\${#words[@]} - 1]+="$piece"
    else
      words+=("$piece")
    fi
    rest="\${rest#"\${rest%%[![:space:]]*}"}"
    rest="\${rest#"$piece"}"
  done
  local last="\${words[\${#words[@]} - 1]}" answer value description
  local cut="\${last%"\${last##*[:=]}"}"
  answer="$("\${words[0]}" __complete -- "\${words[@]:1}" 2>/dev/null)" || return
  COMPREPLY=()
  while IFS=$'\t' read -r value description; do
    if [[ $value == :files ]]; then
      compopt -o default -o filenames 2>/dev/null
    elif [[ -n $value ]]; then
      value="\${value#"$cut"}"
      printf -v value '%q' "$value"
      COMPREPLY+=("$value")
      [[ $value == *[:=] ]] && compopt -o nospace 2>/dev/null
    fi
  done <<< "$answer"
}
complete -F _vcp_complete vcp
`.replaceAll('\\$', '$'),
  zsh: String.raw`#compdef vcp
_vcp() {
  local line value
  local -a values shown
  for line in "\${(@f)$("$words[1]" __complete -- "\${(@)words[2,CURRENT]}" 2>/dev/null)}"; do
    value="\${line%%$'\t'*}"
    if [[ $value == :files ]]; then
      _files
    elif [[ -n $value ]]; then
      values+=("$value")
      shown+=("\${line/$'\t'/  -- }")
    fi
  done
  (( $#values )) || return
  local -a open=(\${(M)values:#*[:=]})
  if (( $#open )); then
    compadd -S '' -d shown -a values
  else
    compadd -d shown -a values
  fi
}
compdef _vcp vcp
`.replaceAll('\\$', '$'),
  fish: String.raw`# fish completion for vcp
function __vcp_complete
  set -l words (commandline -opc) (commandline -ct)
  for line in (command $words[1] __complete -- $words[2..-1] 2>/dev/null)
    if test "$line" = :files
      __fish_complete_path (commandline -ct)
    else
      printf '%s\n' $line
    end
  end
end
complete -c vcp -f -a '(__vcp_complete)'
`,
};
