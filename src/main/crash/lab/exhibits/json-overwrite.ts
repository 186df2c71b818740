import { closing } from './exhibit.ts';
import { jsonFile, jsonSubject } from './json-file.ts';

/** The file is emptied and written anew: between the two there is nothing to go back to. */
export const jsonOverwrite = jsonSubject('json-overwrite', async (fileSystem, directory, text) => {
  const file = await fileSystem.open(`${directory}/${jsonFile}`, 'open-or-create');
  await closing(file, async () => {
    await file.truncate(0);
    await file.write(text, 0);
  });
});
