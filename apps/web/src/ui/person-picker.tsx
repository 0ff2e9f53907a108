import { Autocomplete, type AutocompleteProps } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { useFoundPeople } from './people.ts';
import { Person } from './person.tsx';

interface PersonPickerProps
  extends Pick<AutocompleteProps, 'label' | 'description' | 'placeholder' | 'error' | 'style' | 'required' | 'onBlur'> {
  value: string;
  /** `isUser`: it is the username of somebody whom the user knows. */
  onChange: (value: string, isUser: boolean) => void;
  /** Usernames that are not offered. */
  without?: readonly string[];
}

/** A field for a person: offers people of the user's workspaces by name, and takes any username or mail address. */
export function PersonPicker({ value, onChange, without = [], required = true, ...field }: PersonPickerProps) {
  const [text] = useDebouncedValue(value.trim(), 200);
  const found = useFoundPeople(text).filter(({ username }) => !without.includes(username));
  const names = found.map(({ username }) => username);
  return (
    <Autocomplete
      {...field}
      value={value}
      onChange={(next) => onChange(next, names.includes(next.trim()))}
      data={names}
      // The server has searched names and addresses too.
      filter={({ options }) => options}
      renderOption={({ option }) => <Person username={option.value} />}
      maxDropdownHeight={240}
      openOnFocus={false}
      comboboxProps={{ shadow: 'md' }}
      autoCapitalize="none"
      spellCheck={false}
      required={required}
      withAsterisk={false}
      maxLength={254}
    />
  );
}
